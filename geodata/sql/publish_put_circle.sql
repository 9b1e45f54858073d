-- Parameters: :resource :skill :effect :label :radius_m :geometry (its drawing, a SpatiaLite MULTIPOLYGON)
INSERT INTO main.zone (resource, skill, effect, label, radius_m, geometry)
VALUES (:resource, :skill, :effect, :label, :radius_m, :geometry);
