//! Starting, watching and ending processes.
//!
//! Every process the stack starts is written down with its pid **and its start time** before anything
//! else happens, and ending an instance means ending what is written down. One path therefore serves
//! Ctrl-C, `stop`, a failed start, and the leftovers of a supervisor that was killed; a pid that now
//! belongs to somebody else is recognised by its start time and left alone.

mod child;
mod end;
mod limits;
mod record;
mod signals;
mod tail;

pub use child::{Child, Spec, forget_our_package};
pub use end::{end_all, end_supervisor};
pub use limits::allow_many_connections;
pub use record::{Ending, Record};
pub use signals::Signals;
pub use tail::{echo, last_lines};
