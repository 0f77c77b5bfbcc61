DROP TABLE monthly_state;

CREATE TABLE monthly_state (
    layer VARCHAR NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL
);
