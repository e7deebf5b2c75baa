//! Tests of the Stripe adapter.
