//! The function group `recording` against the real stack.
