//! Recordings: how one begins, goes and ends whatever LiveKit reports of it, who has agreed to it, who gets at it, and
//! that it is gone when it must be.

<<<<<<< HEAD
=======
mod access;
mod any_reports;
>>>>>>> recsql
mod automatic;
mod buying;
mod consent;
<<<<<<< HEAD
mod ground;
=======
mod deletion;
mod gone;
mod ground;
mod readers;
>>>>>>> recsql
mod reports;
mod starting;
mod sweep;
