-- Version 1. Days are numbers (store::day); keys of documents and statements are day << 40 | sequence, so that they sort by day.

CREATE TABLE meta(name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;

CREATE TABLE document(
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  publisher TEXT,
  content_hash BLOB NOT NULL,
  reading_hash BLOB NOT NULL,
  ingested_at INTEGER NOT NULL, -- microseconds since 1970
  facts BLOB NOT NULL,          -- Extraction without events and statements
  body BLOB NOT NULL            -- Document
);

-- An event as one document tells it.
CREATE TABLE telling(
  row INTEGER PRIMARY KEY,
  document INTEGER NOT NULL,
  event INTEGER NOT NULL,
  leader INTEGER,
  day INTEGER NOT NULL,
  uid INTEGER NOT NULL,
  local TEXT NOT NULL,          -- its id in the document's extraction
  body BLOB NOT NULL            -- TradeEvent
);
CREATE INDEX telling_document ON telling(document);
CREATE INDEX telling_event ON telling(event, document);
CREATE INDEX telling_leader ON telling(leader) WHERE leader IS NOT NULL;

-- What merging knows tellings by (store::merge::cluster).
CREATE TABLE link(key INTEGER, day INTEGER, uid INTEGER, row INTEGER, PRIMARY KEY(key, day, uid, row)) WITHOUT ROWID;
CREATE TABLE offer(key INTEGER, day INTEGER, uid INTEGER, row INTEGER, PRIMARY KEY(key, day, uid, row)) WITHOUT ROWID;
CREATE TABLE seek(key INTEGER, day INTEGER, uid INTEGER, row INTEGER, PRIMARY KEY(key, day, uid, row)) WITHOUT ROWID;

CREATE TABLE event(
  key INTEGER PRIMARY KEY,
  anchor_link INTEGER,
  anchor_day INTEGER,
  id TEXT UNIQUE,
  version INTEGER NOT NULL DEFAULT 0,
  head BLOB,                    -- EventRecord without sources and relations
  UNIQUE(anchor_link, anchor_day)
);
-- Ids that events had, and those that they have instead.
CREATE TABLE retired(id TEXT PRIMARY KEY, version INTEGER NOT NULL, successor TEXT) WITHOUT ROWID;
-- The days on which an event was reported, and the revision since when that is known.
CREATE TABLE event_day(event INTEGER, day INTEGER, since INTEGER NOT NULL, PRIMARY KEY(event, day)) WITHOUT ROWID;
-- Events by what they say and by each day on which they were reported.
CREATE TABLE event_posting(term INTEGER, day INTEGER, event INTEGER, PRIMARY KEY(term, day, event)) WITHOUT ROWID;
-- Numbers of events by the day of their first report; day -1 holds the sum of all.
CREATE TABLE counter(
  dimension INTEGER, value TEXT, day INTEGER, count INTEGER NOT NULL, PRIMARY KEY(dimension, value, day)
) WITHOUT ROWID;

CREATE TABLE statement(
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  document INTEGER NOT NULL,
  affiliations TEXT NOT NULL,   -- ids for whom the speaker acts, one per line
  tellings BLOB NOT NULL,       -- rows of those it speaks of, eight bytes each, big end first
  body BLOB NOT NULL            -- Statement
);
CREATE INDEX statement_document ON statement(document);
CREATE TABLE statement_event(telling INTEGER, statement INTEGER, PRIMARY KEY(telling, statement)) WITHOUT ROWID;
-- Documents and statements by what they say.
CREATE TABLE posting(term INTEGER, key INTEGER, PRIMARY KEY(term, key)) WITHOUT ROWID;

CREATE TABLE actor(
  id TEXT PRIMARY KEY, document INTEGER NOT NULL, kind INTEGER NOT NULL, body BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE actor_name(name TEXT, id TEXT, PRIMARY KEY(name, id)) WITHOUT ROWID;
CREATE TABLE actor_document(actor TEXT, document INTEGER, PRIMARY KEY(actor, document)) WITHOUT ROWID;
CREATE TABLE actor_count(id TEXT PRIMARY KEY, events INTEGER NOT NULL, statements INTEGER NOT NULL) WITHOUT ROWID;

-- What has changed, in the order of commits. kind: 1 event, 2 statement.
CREATE TABLE change(
  revision INTEGER PRIMARY KEY, kind INTEGER NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, gone INTEGER NOT NULL,
  before BLOB                   -- the record as it was, without sources
);
CREATE INDEX change_record ON change(id, version);

-- Derived; words are stemmed before they come here (store::words).
CREATE VIRTUAL TABLE document_text USING fts5(
  title, lead, body, content='', contentless_delete=1, tokenize="ascii tokenchars '.'"
);
CREATE VIRTUAL TABLE statement_text USING fts5(
  content, content='', contentless_delete=1, tokenize="ascii tokenchars '.'"
);
