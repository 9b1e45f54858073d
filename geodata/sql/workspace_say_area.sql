-- Notes that this turn says the area: no row changes when it did so already. Parameters: :id
INSERT OR IGNORE INTO said_area (id) VALUES (:id);
