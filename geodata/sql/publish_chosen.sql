-- Once all are chosen: those who visit homes, in their order.
CREATE INDEX temp.chosen_visiting ON chosen (id) WHERE zones_record > 0;
