//! The life of a call: what each action of either party makes of it, in every state.
//!
//! [`step`] is the table. `live_call_step` is the same one in SQL, where it is applied under lock; a test walks both over
//! every cell. Whoever is no party is told that there is no such call, before any of this.

use CallEndReason::{Cancelled, Completed, Declined};

use crate::call::CallEndReason;
use crate::refusal::Refusal;

/// Where a call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Waiting for the callee.
    Ringing,
    /// Answered.
    Connected,
    /// Over.
    Ended(CallEndReason),
}

/// What a party asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Accept,
    Decline,
    Cancel,
    /// Hangs up, whatever the call is.
    End,
    /// Asks how it is.
    Get,
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    Caller,
    Callee,
}

/// What becomes of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It goes to this state.
    To(State),
    /// It is as they want it already: a repeat succeeds.
    Same,
}

/// The table: state × action × party → step or refusal.
#[expect(clippy::match_same_arms, reason = "it is read by its states")]
pub const fn step(state: State, action: Action, party: Party) -> Result<Step, Refusal> {
    use Action::{Accept, Cancel, Decline, End, Get};
    use Party::{Callee, Caller};
    use State::{Connected, Ended, Ringing};
    match (state, action, party) {
        (_, Get, _) => Ok(Step::Same),

        (_, Accept | Decline, Caller) | (_, Cancel, Callee) => Err(Refusal::WrongParty),

        (Ringing, Accept, Callee) => Ok(Step::To(Connected)),
        (Ringing, Decline | End, Callee) => Ok(Step::To(Ended(Declined))),
        (Ringing, Cancel | End, Caller) => Ok(Step::To(Ended(Cancelled))),

        (Connected, Accept, Callee) => Ok(Step::Same),
        (Connected, Decline, Callee) | (Connected, Cancel, Caller) => Err(Refusal::CallAnswered),
        (Connected, End, _) => Ok(Step::To(Ended(Completed))),

        (Ended(Declined), Decline, Callee) | (Ended(Cancelled), Cancel, Caller) | (Ended(_), End, _) => Ok(Step::Same),
        (Ended(_), Accept | Decline, Callee) | (Ended(_), Cancel, Caller) => Err(Refusal::CallEnded),
    }
}

impl State {
    /// Every state, for tables and tests.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Ringing, Self::Connected].into_iter().chain(CallEndReason::ALL.map(Self::Ended))
    }
}

impl Action {
    /// Every action, for tables and tests.
    pub const ALL: [Self; 5] = [Self::Accept, Self::Decline, Self::Cancel, Self::End, Self::Get];

    /// The action's word in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Decline => "decline",
            Self::Cancel => "cancel",
            Self::End => "end",
            Self::Get => "get",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_is_over_stays_as_it_ended() {
        for reason in CallEndReason::ALL {
            for action in Action::ALL {
                for party in [Party::Caller, Party::Callee] {
                    let step = step(State::Ended(reason), action, party);
                    assert!(!matches!(step, Ok(Step::To(_))), "{reason:?} {action:?} {party:?}");
                }
            }
        }
    }

    #[test]
    fn what_was_done_can_be_asked_for_again() {
        for state in State::all() {
            for action in Action::ALL {
                for party in [Party::Caller, Party::Callee] {
                    if let Ok(Step::To(next)) = step(state, action, party) {
                        assert_eq!(step(next, action, party), Ok(Step::Same), "{state:?} {action:?} {party:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn only_the_callee_connects_a_call() {
        for state in State::all() {
            for action in Action::ALL {
                assert_ne!(step(state, action, Party::Caller), Ok(Step::To(State::Connected)));
            }
        }
    }
}
