-- Before words are filed: no merging while writing, one merge at the end.
INSERT INTO street_word (street_word, rank) VALUES ('automerge', 0);
INSERT INTO street_word (street_word, rank) VALUES ('hashsize', 67108864);
