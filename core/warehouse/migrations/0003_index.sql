ALTER TABLE posting ADD COLUMN words BLOB;
ALTER TABLE posting ADD COLUMN words_recipe VARCHAR;
ALTER TABLE posting ADD COLUMN content BIGINT;
ALTER TABLE posting ADD COLUMN revision BIGINT DEFAULT 0;

CREATE TABLE revision (last BIGINT NOT NULL);
INSERT INTO revision VALUES (0);

CREATE TABLE scored (
    owner VARCHAR NOT NULL,
    profile_id VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    shared BIGINT NOT NULL,
    own BIGINT NOT NULL,
    scored_at TIMESTAMP NOT NULL,
    PRIMARY KEY (owner, profile_id)
);
