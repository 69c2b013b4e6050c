//! What becomes of a command that is sent again.

use crate::devices::{session, stream};
use depo::stream::commands::{Answer, CommandMark, CommandNumber, NumberError, Sent, Sessions};

fn sent(counter: u64, content: u8) -> Sent {
    Sent {
        stream: stream(1),
        session: session(stream(7)),
        counter,
        content: [content; 8],
    }
}

/// Commits a command as the stream's next commit.
#[track_caller]
fn commit(sessions: &mut Sessions, number: u64, sent: &Sent) -> CommandNumber {
    let mark = sessions.mark(sent.session, sent.counter);
    sessions.fold(number, &mark).expect("it is a number")
}

#[track_caller]
fn taken(sessions: &mut Sessions, number: u64, of: &Sent) -> CommandNumber {
    assert_eq!(sessions.take(of), Answer::New);
    commit(sessions, number, of)
}

#[test]
fn a_session_is_declared_once_and_its_counter_is_written_only_where_it_does_not_follow() {
    let mut sessions = Sessions::of(stream(1));
    let first = sessions.mark(session(stream(7)), 1);
    let declares = Some(session(stream(7)));
    assert_eq!(
        first,
        CommandMark {
            session: 0,
            declares,
            counter: None
        }
    );
    let number = taken(&mut sessions, 1, &sent(1, 1));
    assert_eq!(
        number,
        CommandNumber {
            session: 0,
            counter: 1
        }
    );
    // The other half of the same command, and the next one.
    let half = sessions.mark(session(stream(7)), 1);
    assert_eq!(
        half,
        CommandMark {
            session: 0,
            declares: None,
            counter: Some(1)
        }
    );
    assert_eq!(sessions.fold(2, &half), Ok(number));
    let next = sessions.mark(session(stream(7)), 2);
    assert_eq!(next.counter, None);
    let other = sessions.mark(session(stream(8)), 1);
    assert_eq!((other.session, other.counter), (1, None));
}

#[test]
fn a_number_that_no_program_writes_is_refused() {
    let mut sessions = Sessions::of(stream(1));
    let mark = |session, declares, counter| CommandMark {
        session,
        declares,
        counter,
    };
    let id = Some(session(stream(7)));
    assert_eq!(
        sessions.fold(1, &mark(0, None, None)),
        Err(NumberError::Session)
    );
    assert_eq!(
        sessions.fold(1, &mark(1, id, None)),
        Err(NumberError::Session)
    );
    assert_eq!(
        sessions.fold(1, &mark(0, id, Some(1))),
        Err(NumberError::Counter)
    );
    assert_eq!(
        sessions
            .fold(1, &mark(0, id, None))
            .map(|number| number.counter),
        Ok(1)
    );
    assert_eq!(
        sessions.fold(2, &mark(1, id, None)),
        Err(NumberError::Session)
    );
    assert_eq!(
        sessions
            .fold(2, &mark(0, None, Some(9)))
            .map(|number| number.counter),
        Ok(9)
    );
    assert_eq!(
        sessions.fold(3, &mark(0, None, Some(8))),
        Err(NumberError::Counter)
    );
}

#[test]
fn a_command_that_was_taken_is_answered_with_its_last_commit() {
    let mut sessions = Sessions::of(stream(1));
    taken(&mut sessions, 4, &sent(1, 1));
    commit(&mut sessions, 5, &sent(1, 1));
    assert_eq!(sessions.ask(&sent(1, 1)), Answer::Taken(5));
    assert_eq!(sessions.ask(&sent(1, 2)), Answer::OtherContent);
    assert_eq!(sessions.ask(&sent(2, 2)), Answer::New);
    assert_eq!(sessions.ask(&sent(3, 2)), Answer::OutOfTurn);
    taken(&mut sessions, 6, &sent(2, 2));
    assert_eq!(sessions.ask(&sent(1, 1)), Answer::Past);
}

#[test]
fn what_was_read_from_the_journal_is_known_without_its_content() {
    let mut sessions = Sessions::of(stream(1));
    commit(&mut sessions, 1, &sent(1, 1));
    assert_eq!(sessions.ask(&sent(1, 9)), Answer::Taken(1));
}

#[test]
fn a_session_has_one_command_in_flight_and_a_refused_one_uses_up_no_number() {
    let mut sessions = Sessions::of(stream(1));
    assert_eq!(sessions.take(&sent(1, 1)), Answer::New);
    assert_eq!(sessions.take(&sent(1, 1)), Answer::InFlight);
    assert_eq!(sessions.take(&sent(1, 2)), Answer::OtherContent);
    assert_eq!(sessions.take(&sent(2, 2)), Answer::OutOfTurn);
    sessions.refuse(&session(stream(7)));
    assert_eq!(sessions.next(&session(stream(7))), 1);
    assert_eq!(sessions.take(&sent(1, 2)), Answer::New);
}

#[test]
fn a_question_about_another_incarnations_command_is_answered_not_known() {
    let mut sessions = Sessions::of(stream(2));
    assert_eq!(sessions.ask(&sent(1, 1)), Answer::Unknown);
    assert_eq!(sessions.take(&sent(5, 1)), Answer::Unknown);
}

#[test]
fn of_a_command_and_its_giving_up_whichever_is_committed_first_holds() {
    // Given up by the number itself.
    let mut sessions = Sessions::of(stream(1));
    let number = commit(&mut sessions, 1, &sent(1, 1));
    sessions.fold_given_up(number, number);
    assert_eq!(sessions.ask(&sent(1, 1)), Answer::GivenUp);
    assert_eq!(sessions.ask(&sent(2, 1)), Answer::New);
    // Given up by another session, while it was in flight.
    assert_eq!(sessions.take(&sent(2, 2)), Answer::New);
    let mark = sessions.mark(session(stream(8)), 1);
    let by = sessions.fold(2, &mark).expect("a number");
    sessions.fold_given_up(
        by,
        CommandNumber {
            session: 0,
            counter: 2,
        },
    );
    assert_eq!(sessions.ask(&sent(2, 2)), Answer::GivenUp);
    // Taken first.
    taken(&mut sessions, 3, &sent(3, 3));
    sessions.fold_given_up(
        by,
        CommandNumber {
            session: 0,
            counter: 3,
        },
    );
    assert_eq!(sessions.ask(&sent(3, 3)), Answer::Taken(3));
    assert_eq!(sessions.next(&session(stream(7))), 4);
}
