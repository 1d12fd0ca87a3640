//! Helpers of several files.
