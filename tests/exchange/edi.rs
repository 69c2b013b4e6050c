//! EDI: envelopes checked, bad messages refused by name, good ones beside them read.

#[path = "../support/edi_judge.rs"]
mod judge;

use depo::exchange::edi::{self, Dialect, ReadError, Wrong};
use proptest::prelude::*;

use crate::shared::shared;

const TWO_MESSAGES: &str = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       \
    *260102*1108*U*00401*000000007*0*P*>~\nGS*OW*SENDER*RECEIVER*20260102*1108*7*X*004010~\n\
    ST*940*0001~\nW05*N*ORDER-1*PO-1~\nSE*4*0001~\n\
    ST*940*0002~\nW05*N*ORDER-2*PO-2~\nSE*3*0002~\nGE*2*7~\nIEA*1*000000007~\n";

fn file(text: &str) -> edi::File {
    edi::File::decode(text.as_bytes()).expect("text")
}

#[test]
fn every_text_of_the_field_is_judged_as_a_plain_count_judges_it() {
    let Some(folder) = shared("edi") else {
        return;
    };
    let mut folders = vec![folder];
    let mut failures = Vec::new();
    let (mut files, mut read, mut refused) = (0, 0, 0);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|name| name.eq_ignore_ascii_case("edi"))
            {
                let judged = judge::judge(&std::fs::read(&path).expect("readable"));
                files += 1;
                read += judged.read;
                refused += judged.refused;
                assert!(!judged.lines.is_empty(), "{}", path.display());
                failures.extend(judged.failures);
            }
        }
    }
    assert_eq!(failures, Vec::<String>::new());
    assert!(
        files > 90 && read > 40 && refused > 40,
        "{files} {read} {refused}"
    );
}

#[test]
fn a_wrong_count_refuses_its_message_and_no_other() {
    let file = file(TWO_MESSAGES);
    let interchanges = edi::read(&file).expect("EDI");
    assert_eq!(interchanges.len(), 1);
    let interchange = &interchanges[0];
    assert_eq!(interchange.faults, []);
    assert_eq!(interchange.sender, "SENDER");
    assert_eq!(interchange.messages.len(), 2);
    let (bad, good) = (&interchange.messages[0], &interchange.messages[1]);
    assert_eq!(
        bad.faults[0].to_string(),
        "segment 5, SE01: says 4, but 3 were sent"
    );
    assert!(good.faults.is_empty());
    assert_eq!(good.segments[1].element(2), "ORDER-2");
}

#[test]
fn an_acknowledgement_says_what_was_refused_and_is_itself_right() {
    let received = file(TWO_MESSAGES);
    let interchanges = edi::read(&received).expect("EDI");
    let text = edi::acknowledgement(&interchanges[0], &[], 1);
    assert!(text.contains("AK1*OW*7~"), "{text}");
    assert!(text.contains("AK2*940*0001~\nAK5*R*4~"), "{text}");
    assert!(text.contains("AK2*940*0002~\nAK5*A~"), "{text}");
    assert!(text.contains("AK9*P*2*2*1~"), "{text}");
    let answer = file(&text);
    let read = edi::read(&answer).expect("EDI");
    assert!(read[0].messages[0].faults.is_empty());
    assert_eq!(edi::acknowledgement(&read[0], &[], 2), "");
}

#[test]
fn released_characters_of_edifact_are_text() {
    let file = file(
        "UNB+UNOC:3+A+B+260102:0900+7'UNH+1+ORDERS:D:96A:UN'FTX+A+it?'s 1?+1?: ??:x'UNT+3+1'UNZ+1+7'",
    );
    let interchanges = edi::read(&file).expect("EDI");
    let message = &interchanges[0].messages[0];
    assert_eq!(interchanges[0].syntax.dialect, Dialect::Edifact);
    assert_eq!(message.kind, "ORDERS");
    assert!(message.faults.is_empty());
    assert_eq!(message.segments[1].component(2, 1), "it's 1+1: ?");
    assert_eq!(message.segments[1].component(2, 2), "x");
}

#[test]
fn delimiters_that_do_not_hold_are_named() {
    let file = file(&TWO_MESSAGES.replacen("*P*>~", "*P*##", 1));
    let interchanges = edi::read(&file).expect("EDI");
    assert_eq!(interchanges[0].faults[0].wrong, Wrong::Delimiters);
    assert_eq!(interchanges[0].messages.len(), 2);
}

#[test]
fn tradacoms_and_other_texts_are_refused_by_name() {
    let tradacoms = file("STX=ANA:1+1'");
    assert_eq!(edi::read(&tradacoms).err(), Some(ReadError::Tradacoms));
    for text in ["", "STREET,CITY", "STATUS", "GSM", "UNA", "ISA", "{}"] {
        assert_eq!(
            edi::read(&file(text)).err(),
            Some(ReadError::NotEdi),
            "{text}"
        );
    }
}

#[test]
fn a_file_cut_off_anywhere_reads_no_message_that_was_not_whole() {
    for end in 0..TWO_MESSAGES.len() {
        let cut = file(&TWO_MESSAGES[..end]);
        let read = edi::read(&cut).unwrap_or_default();
        let whole = |message: &&edi::Message<'_>| message.faults.is_empty();
        let good = read
            .iter()
            .flat_map(|interchange| &interchange.messages)
            .filter(whole);
        let is_second_whole = TWO_MESSAGES[..end].contains("SE*3*0002");
        assert_eq!(good.count(), usize::from(is_second_whole), "cut at {end}");
    }
}

#[test]
fn faults_of_a_hostile_file_are_bounded() {
    let text = format!(
        "ST*1*1~SE*99999999999999999999*1~{}",
        "SE*2*1~".repeat(5_000)
    );
    let file = file(&text);
    let read = edi::read(&file).expect("EDI");
    assert!(read[0].faults.len() < 1_000);
    assert!(read[0].faults_more > 4_000);
    assert!(matches!(
        read[0].messages[0].faults[0].wrong,
        Wrong::CountUnreadable { .. }
    ));
}

proptest! {
    #[test]
    fn nothing_is_too_odd_to_be_read(text in "(ISA|UNA|UNB|UNH|ST|GS)?[*+:'~?\n A-Z0-9]{0,200}") {
        let file = file(&text);
        for interchange in edi::read(&file).unwrap_or_default() {
            for segment in interchange.messages.iter().flat_map(|message| &message.segments) {
                prop_assert!(segment.position > 0);
                prop_assert!(segment.component(1, 1).len() <= segment.element(1).len());
            }
        }
    }
}
