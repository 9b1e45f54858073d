-- Notes that this turn says the session: no row changes when it did so already. Parameters: :id
INSERT OR IGNORE INTO said_session (id) VALUES (:id);
