//! The data model as documented and as tested: what `migrations/` promises, held against a real database.
