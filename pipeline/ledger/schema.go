package ledger

// schema makes the tables; version says which form they have, for those who come later.
const schema = `
CREATE TABLE IF NOT EXISTS consultation (
	name    TEXT PRIMARY KEY,
	change  INTEGER NOT NULL DEFAULT 0,  -- grows with every change
	current TEXT NOT NULL DEFAULT '',    -- key of the draft in force; '': none yet
	shown   TEXT NOT NULL DEFAULT '',    -- key of the draft that is shown
	given   TEXT NOT NULL DEFAULT ''     -- revision of the draft in force when somebody gave it; '': discovered
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS policy (
	consultation TEXT NOT NULL,
	key          TEXT NOT NULL,
	sha          TEXT NOT NULL,   -- of the draft's file; '' when it was discovered
	body         BLOB NOT NULL,   -- consult.Policy in JSON
	PRIMARY KEY (consultation, key)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS version (
	consultation TEXT NOT NULL,
	id           TEXT NOT NULL,
	rev          TEXT NOT NULL,
	name         TEXT NOT NULL,   -- the file's
	sha          TEXT NOT NULL,   -- of its bytes
	parts        INTEGER NOT NULL DEFAULT 0, -- letters in it; 0: not known yet
	PRIMARY KEY (consultation, id, rev)
) WITHOUT ROWID;

-- Letters as far as they were read before there was a draft.
CREATE TABLE IF NOT EXISTS letter (
	consultation TEXT NOT NULL,
	id           TEXT NOT NULL,
	rev          TEXT NOT NULL,
	part         INTEGER NOT NULL,
	name         TEXT NOT NULL,
	doc          TEXT NOT NULL,   -- the blob that holds it
	facts        BLOB NOT NULL,   -- discover.Facts in JSON
	PRIMARY KEY (consultation, id, rev, part)
) WITHOUT ROWID;

-- What came of a letter under a draft. A problem under '' stands whatever the draft, where there is no better.
CREATE TABLE IF NOT EXISTS fact (
	number       INTEGER PRIMARY KEY,
	consultation TEXT NOT NULL,
	id           TEXT NOT NULL,
	rev          TEXT NOT NULL,
	part         INTEGER NOT NULL,
	policy       TEXT NOT NULL,
	name         TEXT NOT NULL,
	program      TEXT NOT NULL,
	problem      BLOB,            -- consult.Problem in JSON, or
	record       BLOB,            -- the record
	UNIQUE (consultation, id, rev, part, policy)
);

CREATE TABLE IF NOT EXISTS tombstone (
	consultation TEXT NOT NULL,
	id           TEXT NOT NULL,   -- hashed: the name of somebody who was erased is not kept
	rev          TEXT NOT NULL,
	blobs        TEXT NOT NULL DEFAULT '', -- how the names of the submission's blobs begin; '': not known
	PRIMARY KEY (consultation, id)
) WITHOUT ROWID;

-- Blobs to remove: those whose name begins with prefix and, up to where upto begins, sorts before or within it.
CREATE TABLE IF NOT EXISTS doomed (
	number INTEGER PRIMARY KEY,  -- the same may be doomed again while it is being removed
	prefix TEXT NOT NULL,
	upto   TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS dead (
	number       INTEGER PRIMARY KEY AUTOINCREMENT,
	consultation TEXT NOT NULL,
	id           TEXT NOT NULL,
	rev          TEXT NOT NULL,
	mark         TEXT NOT NULL UNIQUE, -- what tells it from others, when it is told twice
	letter       BLOB NOT NULL,        -- the dead letter
	retried      INTEGER NOT NULL DEFAULT 0
);
`

const form = 2

// steps bring a ledger of the form before it (form 1: the first of them) to the next.
var steps = []string{
	"ALTER TABLE tombstone ADD COLUMN blobs TEXT NOT NULL DEFAULT '';",
}
