CREATE TABLE vector (
    source VARCHAR NOT NULL,
    digest BIGINT NOT NULL,
    numbers BLOB NOT NULL,
    written BIGINT NOT NULL,
    PRIMARY KEY (source, digest)
);

CREATE TABLE vector_scale (
    source VARCHAR NOT NULL PRIMARY KEY,
    dimensions INTEGER NOT NULL,
    unlike DOUBLE NOT NULL,
    alike DOUBLE NOT NULL
);
