//! What a tracking number says of itself at the label form and on the page of an order.

use depo::exchange::tracking::Sureness;
use depo::view::tracking::number;

fn known() -> Vec<String> {
    ["DHL", "UPS", "JNE"].map(str::to_owned).into()
}

#[test]
fn the_carrier_is_proposed_by_the_code_that_it_has_here() {
    let said = number("1Z5R89390357567127", "DHL", &known());
    let proposed = said.proposed.expect("a carrier");
    assert_eq!(
        (proposed.code.as_str(), proposed.sureness),
        ("UPS", Sureness::Checked)
    );
    assert!(
        said.page
            .is_some_and(|page| page.contains("1Z5R89390357567127"))
    );
    assert_eq!(said.misread, None);
}

#[test]
fn a_misread_number_is_told_and_a_guess_is_no_more_than_that() {
    let said = number("1Z5R89390357567128", "DHL", &known());
    assert_eq!(said.misread.as_deref(), Some("UPS"));
    let said = number("NLIDAP123456789", "", &known());
    let proposed = said.proposed.expect("a guess");
    assert_eq!(proposed.sureness, Sureness::Hint);
    assert_eq!(said.page, None);
    assert_eq!(number("JD0001", "DHL", &known()).misread, None);
    assert_eq!(number("", "DHL", &known()), Default::default());
}

#[test]
fn the_post_is_named_with_its_country() {
    let said = number("RA473124829ID", "", &known());
    let proposed = said.proposed.expect("the post");
    assert!(proposed.name.ends_with(", ID"), "{}", proposed.name);
}
