//! Trees and lexicon in, actors, events, statements and relations out. Pure and synchronous: no I/O, no clock, no gRPC.
