-- Sixteen skills at once: each statement costs more than the row it writes.
-- Parameters: :record_1 :skill_1 (code) to :record_16 :skill_16
INSERT OR IGNORE INTO record_skill (record, skill)
VALUES (:record_1, :skill_1), (:record_2, :skill_2), (:record_3, :skill_3), (:record_4, :skill_4),
       (:record_5, :skill_5), (:record_6, :skill_6), (:record_7, :skill_7), (:record_8, :skill_8),
       (:record_9, :skill_9), (:record_10, :skill_10), (:record_11, :skill_11), (:record_12, :skill_12),
       (:record_13, :skill_13), (:record_14, :skill_14), (:record_15, :skill_15), (:record_16, :skill_16);
