-- Parameters: :resource :skill :effect :label :radius_m :wkb (its drawing, MULTIPOLYGON)
INSERT INTO main.zone (resource, skill, effect, label, radius_m, geometry)
VALUES (:resource, :skill, :effect, :label, :radius_m, GeomFromWKB(:wkb, 4326));
