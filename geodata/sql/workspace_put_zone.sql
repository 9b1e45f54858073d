-- Parameters: :record :effect :shape :skill :radius_m :area :folded_area :geometry :label
INSERT INTO record_zone (record, effect, shape, skill, radius_m, area, folded_area, geometry, label)
VALUES (:record, :effect, :shape, :skill, :radius_m, :area, :folded_area, :geometry, :label);
