-- Version 1. Days are numbers (store::day); keys of documents, statements and tellings are day << 40 | number, so that they
-- sort by day and partitions by month prune. Every unique key begins with the column by which Citus would distribute the
-- table; nothing refers to another table by a constraint; there are no triggers.

CREATE TABLE meta(name text COLLATE "C" PRIMARY KEY, value text NOT NULL);

-- Numbers for keys, 1,000 at a time for one process.
CREATE SEQUENCE number INCREMENT BY 1000 MINVALUE 1 NO CYCLE;
-- Places in the sequence of changes. Taken under the lock of what has changed, so that they grow for each record.
CREATE SEQUENCE revision MINVALUE 1 NO CYCLE;

-- Merging never joins two types of events: whoever merges holds the rows of the types that he touches.
CREATE TABLE merge_lock(kind integer PRIMARY KEY);

-- The months for which partitions are there, as ranges of keys: first <= key < beyond.
CREATE TABLE month(first bigint PRIMARY KEY, beyond bigint NOT NULL, name text NOT NULL);
-- The years, for the text index.
CREATE TABLE year(first bigint PRIMARY KEY, beyond bigint NOT NULL, name text NOT NULL);

CREATE TABLE document_id(
  id text COLLATE "C" PRIMARY KEY,
  key bigint NOT NULL,
  content_hash bytea NOT NULL,
  reading_hash bytea NOT NULL
);
CREATE TABLE document(
  key bigint PRIMARY KEY,
  id text COLLATE "C" NOT NULL,
  since bigint NOT NULL,        -- revision when it was put
  ingested_at bigint NOT NULL,  -- microseconds since 1970
  facts bytea NOT NULL,         -- Extraction without events and statements
  body bytea NOT NULL           -- Document
) PARTITION BY RANGE (key);
-- Words are stemmed before they come here (store::words). Weights: A title, B lead, C the rest.
CREATE TABLE document_text(key bigint PRIMARY KEY, words tsvector NOT NULL) PARTITION BY RANGE (key);
CREATE INDEX document_text_words ON document_text USING gin(words);

-- An event as one document tells it.
CREATE TABLE telling(
  row bigint PRIMARY KEY,
  document bigint NOT NULL,
  document_id text COLLATE "C" NOT NULL,
  publisher text,
  event bigint NOT NULL,
  leader bigint,
  kind integer NOT NULL,
  day integer NOT NULL,
  uid bigint NOT NULL,
  since bigint NOT NULL,        -- revision when it was put
  local text COLLATE "C" NOT NULL, -- its id in the document's extraction
  body bytea NOT NULL           -- TradeEvent
);
CREATE INDEX telling_document ON telling(document);
CREATE INDEX telling_event ON telling(event, document, row);
CREATE INDEX telling_leader ON telling(leader) WHERE leader IS NOT NULL;

-- What merging knows tellings by (store::merge::cluster).
CREATE TABLE link(key bigint, day integer, uid bigint, row bigint, PRIMARY KEY(key, day, uid, row));
CREATE TABLE offer(key bigint, day integer, uid bigint, row bigint, PRIMARY KEY(key, day, uid, row));
CREATE TABLE seek(key bigint, day integer, uid bigint, row bigint, PRIMARY KEY(key, day, uid, row));

CREATE TABLE event(
  key bigint PRIMARY KEY,
  anchor_link bigint NOT NULL,
  anchor_day integer NOT NULL,
  id text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL           -- EventRecord without sources and relations
);
CREATE TABLE event_id(id text COLLATE "C" PRIMARY KEY, key bigint NOT NULL);
-- Ids that records had, and those that events have instead.
CREATE TABLE retired(id text COLLATE "C" PRIMARY KEY, version bigint NOT NULL, successor text COLLATE "C");
-- The days on which an event was reported, and the revision since when that is known.
CREATE TABLE event_day(event bigint, day integer, since bigint NOT NULL, PRIMARY KEY(event, day));
-- Events by what they say and by each day on which they were reported.
CREATE TABLE event_posting(term bigint, day integer, event bigint, PRIMARY KEY(term, day, event));

-- Numbers of events by the day of their first report; day -1 holds the sum of all. Each writer adds to a slot of its own, so
-- that none waits for another's transaction.
CREATE TABLE counter(
  dimension smallint, value text COLLATE "C", day integer, slot smallint, count bigint NOT NULL,
  PRIMARY KEY(dimension, value, day, slot)
);

CREATE TABLE statement(
  key bigint PRIMARY KEY,
  id text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  document bigint NOT NULL,
  document_id text COLLATE "C" NOT NULL,
  affiliations text NOT NULL,   -- ids for whom the speaker acts, one per line
  tellings bytea NOT NULL,      -- rows of those it speaks of, eight bytes each, big end first
  body bytea NOT NULL           -- Statement
) PARTITION BY RANGE (key);
CREATE INDEX statement_document ON statement(document);
CREATE TABLE statement_id(id text COLLATE "C" PRIMARY KEY, key bigint NOT NULL);
CREATE TABLE statement_event(telling bigint, statement bigint, PRIMARY KEY(telling, statement));
CREATE TABLE statement_text(key bigint PRIMARY KEY, words tsvector NOT NULL) PARTITION BY RANGE (key);
CREATE INDEX statement_text_words ON statement_text USING gin(words);
-- Documents and statements by what they say.
CREATE TABLE posting(term bigint, key bigint, PRIMARY KEY(term, key));

-- Who is named by which documents. How an actor is described is read from the newest of them. The other two tables only
-- grow: they may hold what is no longer so, and whoever reads them looks whether it is.
CREATE TABLE actor_document(actor text COLLATE "C", document bigint, PRIMARY KEY(actor, document));
CREATE TABLE actor(id text COLLATE "C" PRIMARY KEY);
CREATE TABLE actor_name(name text COLLATE "C", id text COLLATE "C", PRIMARY KEY(name, id));
CREATE TABLE actor_count(
  id text COLLATE "C", slot smallint, events bigint NOT NULL, statements bigint NOT NULL, PRIMARY KEY(id, slot)
);

-- What has changed. kind: 1 event, 2 statement.
CREATE TABLE change(
  revision bigint PRIMARY KEY,
  kind smallint NOT NULL,
  id text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  gone boolean NOT NULL,
  before bytea                  -- the record as it was, without sources
);
CREATE INDEX change_record ON change(id, version);
