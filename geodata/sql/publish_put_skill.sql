-- Parameters: the columns of skill.
INSERT INTO main.skill (id, code, kind, parent, label_fr, label_en, synonyms)
VALUES (:id, :code, :kind, :parent, :label_fr, :label_en, :synonyms);
