-- SpatiaLite's triggers on records and their zones check each row's geometry, which MakePoint and the importer's own
-- check have made what it must be, and write down the time of each row's change, which nobody reads: a third of what
-- writing a row costs. Those of areas stay: they keep the spatial index.
DROP TRIGGER IF EXISTS ggi_record_geometry;
DROP TRIGGER IF EXISTS ggu_record_geometry;
DROP TRIGGER IF EXISTS tmi_record_geometry;
DROP TRIGGER IF EXISTS tmu_record_geometry;
DROP TRIGGER IF EXISTS tmd_record_geometry;
DROP TRIGGER IF EXISTS ggi_record_zone_geometry;
DROP TRIGGER IF EXISTS ggu_record_zone_geometry;
DROP TRIGGER IF EXISTS tmi_record_zone_geometry;
DROP TRIGGER IF EXISTS tmu_record_zone_geometry;
DROP TRIGGER IF EXISTS tmd_record_zone_geometry;
