/** "OAIS": says whose file it is, in the header where `file` and others look. */
export const applicationId = 0x4f414953;

/**
 * How a file of each version becomes one of the next; number 0 makes an empty file one of version 1. Entries are
 * never changed once released, only added to.
 *
 * Rows and blobs are apart, so that what is covered can be told without touching the blobs. Texts are in the form of
 * `storedText`. Organization numbers are never given out twice: one that is remembered somewhere must not come to
 * mean another organization.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE organizations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    origin TEXT NOT NULL,
    name TEXT, -- null until an answer has said it
    landing INTEGER NOT NULL DEFAULT 0, -- counts the transactions that changed its days or facts
    UNIQUE (origin, name)
  ) STRICT;

  CREATE TABLE fingerprints (
    origin TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    organization INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    PRIMARY KEY (origin, fingerprint)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX fingerprintsOfOrganization ON fingerprints (organization);

  CREATE TABLE texts (
    organization INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    number INTEGER NOT NULL, -- from 1, without gaps
    text TEXT NOT NULL,
    PRIMARY KEY (organization, number),
    UNIQUE (organization, text)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    view TEXT NOT NULL,
    width TEXT NOT NULL,
    UNIQUE (source, view, width)
  ) STRICT;

  CREATE TABLE days (
    id INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    series INTEGER NOT NULL REFERENCES series (id),
    day INTEGER NOT NULL, -- UTC, since 1970-01-01
    fetchedAt REAL NOT NULL, -- Unix seconds
    landing INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    bytes INTEGER NOT NULL, -- of the segment's blob
    UNIQUE (organization, series, day)
  ) STRICT;

  CREATE INDEX daysByLanding ON days (organization, landing); -- what is new is asked for after every landing

  CREATE TABLE segments (
    id INTEGER PRIMARY KEY REFERENCES days (id) ON DELETE CASCADE,
    columns BLOB NOT NULL
  ) STRICT;

  CREATE TABLE facts (
    organization INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    json TEXT NOT NULL,
    landing INTEGER NOT NULL,
    PRIMARY KEY (organization, name)
  ) STRICT;

  CREATE TABLE leases (
    organization INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    task TEXT NOT NULL,
    owner TEXT NOT NULL,
    until INTEGER NOT NULL, -- Unix milliseconds
    PRIMARY KEY (organization, task)
  ) STRICT, WITHOUT ROWID;
  `,
  // Texts of version 1 have no checksum and are given one as they are: what is wrong with one already cannot be told,
  // what befalls it later can. Written anew rather than widened in place, which would leave the pages half empty.
  `
  ALTER TABLE texts RENAME TO textsBefore;
  CREATE TABLE texts (
    organization INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    number INTEGER NOT NULL, -- from 1, without gaps
    text TEXT NOT NULL,
    sum INTEGER NOT NULL, -- textSum
    PRIMARY KEY (organization, number),
    UNIQUE (organization, text)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO texts SELECT organization, number, text, textSum(number, text) FROM textsBefore ORDER BY organization, number;
  DROP TABLE textsBefore;
  `,
  // Facts of version 2 have no checksum, as texts of version 1 had none; they are few.
  `
  ALTER TABLE facts ADD COLUMN sum INTEGER NOT NULL DEFAULT 0; -- factSum
  UPDATE facts SET sum = factSum(name, json);
  `,
];

/** The newest form of the file that this version knows. */
export const schemaVersion = migrations.length;
