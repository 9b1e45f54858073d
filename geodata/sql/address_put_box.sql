-- :id street.id · :west :east :south :north degrees
INSERT INTO street_box (id, west, east, south, north) VALUES (:id, :west, :east, :south, :north)
