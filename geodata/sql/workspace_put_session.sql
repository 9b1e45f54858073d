-- Parameters: the columns of session; :first_day in days since 1970.
INSERT INTO session (source, structure, folded_structure, skill, first_day, opens, closes, rrule, exdates, public_text,
                     appointment, link, note, fingerprint, person_key)
VALUES (:source, :structure, :folded_structure, :skill, date(:first_day * 86400, 'unixepoch'), :opens, :closes, :rrule,
        :exdates, :public_text, :appointment, :link, :note, :fingerprint, :person_key)
ON CONFLICT (source, folded_structure, skill, first_day, opens) DO UPDATE
SET structure = excluded.structure, closes = excluded.closes, rrule = excluded.rrule, exdates = excluded.exdates,
    public_text = excluded.public_text, appointment = excluded.appointment, link = excluded.link,
    note = excluded.note, fingerprint = excluded.fingerprint;
