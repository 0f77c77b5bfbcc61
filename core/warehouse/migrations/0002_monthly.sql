CREATE TABLE counted_opening (
    layer VARCHAR NOT NULL,
    sample BOOLEAN NOT NULL,
    opening VARCHAR NOT NULL,
    posting VARCHAR NOT NULL,
    month VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    mark BIGINT NOT NULL
);

CREATE TABLE monthly_count (
    layer VARCHAR NOT NULL,
    sample BOOLEAN NOT NULL,
    dimension VARCHAR NOT NULL,
    term VARCHAR NOT NULL,
    month VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    openings INTEGER NOT NULL
);

CREATE TABLE monthly_state (
    layer VARCHAR NOT NULL PRIMARY KEY,
    seen TIMESTAMP NOT NULL
);
