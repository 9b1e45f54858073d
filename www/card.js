// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// One result as a card. What nobody said is shown as "non précisé", never as a no.
import { calendarOf } from './api.js';
import { button, element, webLink } from './dom.js';
import { date, dayFrom, dialled, distance, opening, phone, time } from './format.js';
import { counted, inLanguage, word } from './words.js';

/** @typedef {import('./types.js').Properties} Properties */
/** @typedef {import('./types.js').Session} Session */
/** @typedef {import('./types.js').Skill} Skill */
/** @typedef {import('./types.js').Tristate} Tristate */

/* Below, an address was not surely found (GEOCODE_SCORE_SURE). */
export const SURE = 0.8;

/** @param {Skill} skill */
const label = (skill) => inLanguage(skill.label, skill.label_en);

/** A time that machines read too. @param {string} iso @param {string} text */
const timeElement = (iso, text) => element('time', { datetime: iso }, text);

/** @param {Properties} properties @param {string} mark @param {string} now */
function heading({ id, name, profession, address, distance_m: metres, open }, mark, now) {
    const stateClass = open.state === 'unknown' ? 'state unsaid' : `state ${open.state}`;
    return element(
        'header',
        {},
        element('span', { class: 'mark', 'aria-hidden': 'true' }, mark),
        element('h3', { id: `name-${id}` }, name),
        typeof metres === 'number'
            ? element(
                  'p',
                  { class: 'distance' },
                  isVague(address) ? `≈ ${distance(metres)}` : distance(metres),
              )
            : null,
        element(
            'p',
            { class: 'profession' },
            profession ? element('span', {}, label(profession)) : null,
            element('span', { class: stateClass }, opening(open, now)),
        ),
    );
}

/** @param {Properties} properties @param {boolean} near */
function reasons({ reasons: all }, near) {
    /* The distance stands in the heading already. */
    const told = all.filter((reason) => reason.code !== 'distance');
    if (told.length === 0) return null;
    return element(
        'ul',
        { class: near ? 'reasons missed' : 'reasons' },
        ...told.map((reason) => element('li', {}, inLanguage(reason.text, reason.text_en))),
    );
}

/** True when the point is not that of a door: only the commune is known, or the address was not
 * surely found. @param {Properties['address']} address */
function isVague({ precision, score }) {
    return precision === 'area' || (precision === 'geocoded' && score !== null && score < SURE);
}

/** @param {Properties} properties */
function contact({ address, phone: number, website, email }) {
    const place = [address.text, [address.postcode, address.city].filter(Boolean).join(' ')]
        .filter(Boolean)
        .join(', ');
    const lines = [
        element(
            'p',
            { class: place ? 'address' : 'address unsaid' },
            place || word('address.unsaid'),
            isVague(address)
                ? element('small', { class: 'unsaid' }, ` ${word('address.vague')}`)
                : null,
        ),
    ];
    if (number) {
        lines.push(
            element(
                'p',
                { class: 'phone' },
                element('a', { href: `tel:${dialled(number)}` }, phone(number)),
            ),
        );
    } else {
        lines.push(element('p', { class: 'phone unsaid' }, word('phone.unsaid')));
    }
    if (website) lines.push(element('p', {}, webLink(website)));
    if (email && !/[\s?&]/.test(email))
        lines.push(element('p', {}, element('a', { href: `mailto:${email}` }, email)));
    return element('div', { class: 'contact' }, ...lines);
}

/** @param {string} key @param {Tristate} state @param {string|null} [extra] */
function fact(key, state, extra = null) {
    return element(
        'li',
        { class: state },
        element('span', {}, word(`fact.${key}`)),
        ' ',
        element('b', {}, word(`state.${state}`)),
        extra,
    );
}

/** @param {Properties} properties */
function facts({ home_visit, zones, walk_in, new_patients, wheelchair, languages, fees }) {
    /* whoever comes to homes comes somewhere: not to each door */
    const where =
        home_visit === 'yes' ? ` (${word(zones > 0 ? 'home.zone' : 'home.unsaid')})` : null;
    const asOf = new_patients.as_of
        ? ` (${word('as.of', { date: date(new_patients.as_of) })})`
        : null;
    const said = [
        fact('home', home_visit, where),
        fact('walkIn', walk_in),
        fact('newPatients', new_patients.state, asOf),
        fact('wheelchair', wheelchair),
    ];
    if (languages?.length)
        said.push(
            element(
                'li',
                {},
                element('span', {}, word('fact.languages')),
                ` ${languages.join(', ')}`,
            ),
        );
    if (fees) said.push(element('li', {}, element('span', {}, word('fact.fees')), ` ${fees}`));
    return element('ul', { class: 'facts', 'aria-label': word('facts') }, ...said);
}

/** @param {string} id  of the resource @param {Session} session @param {string} now */
function session(id, { skill, next, public: whom, appointment, note, link }, now) {
    const when = next
        ? timeElement(
              next.from,
              word('session.when', {
                  day: dayFrom(next.from, now),
                  from: time(next.from),
                  to: time(next.to),
              }),
          )
        : element('span', { class: 'unsaid' }, word('session.over'));
    const rest = [whom, appointment === 'unknown' ? null : word(`appointment.${appointment}`), note]
        .filter(Boolean)
        .join(' · ');
    return element(
        'li',
        {},
        element('b', {}, label(skill)),
        ' ',
        when,
        rest ? element('small', {}, rest) : null,
        element(
            'p',
            { class: 'ways' },
            link ? webLink(link) : null,
            next
                ? element(
                      'a',
                      { class: 'calendar', href: calendarOf(id, skill.code, now), download: '' },
                      word('calendar'),
                      element('span', { class: 'unseen' }, ` : ${label(skill)}`),
                  )
                : null,
        ),
    );
}

/** Those without a next date last. @param {Session[]} all */
function soonestFirst(all) {
    const start = (/** @type {Session} */ { next }) => (next ? Date.parse(next.from) : Infinity);
    return [...all].sort((a, b) => (start(a) === start(b) ? 0 : start(a) - start(b)));
}

/** @param {Properties} properties @param {string} now */
function sessions({ id, sessions: all }, now) {
    if (!all?.length) return null;
    return element(
        'div',
        { class: 'sessions' },
        element('h4', {}, counted('sessions', all.length)),
        element('ul', {}, ...soonestFirst(all).map((one) => session(id, one, now))),
    );
}

/** @param {string} what @param {{source: string, date: string|null}} told */
function provenance(what, { source, date: day }) {
    return element(
        'p',
        { class: 'origin' },
        word('field.source', { field: what, source }),
        day ? ' · ' : null,
        day ? timeElement(day, date(day)) : null,
    );
}

/** Which source said each field, where it is not the card's own; of skills, each its own.
 * @param {Properties} properties */
function provenances({ provenance: { skills = {}, ...fields } = {}, profession, skills: all }) {
    const known = [profession, ...(all ?? [])];
    const nameOf = (/** @type {string} */ code) => {
        const found = known.find((skill) => skill?.code === code);
        return found ? label(found) : code;
    };
    return [
        ...Object.entries(fields).map(([field, told]) => provenance(word(`field.${field}`), told)),
        ...Object.entries(skills).map(([code, told]) => provenance(nameOf(code), told)),
    ];
}

/** The days on which it will be closed. @param {Properties['closures']} all @param {string} now */
function closedDays(all, now) {
    return all
        .filter(({ to }) => to >= now.slice(0, 10))
        .map(({ from, to }) =>
            from === to ? date(from) : word('closed.span', { from: date(from), to: date(to) }),
        )
        .join(' · ');
}

/** Skills, hours, note, where each comes from: read on demand, printed always.
 * @param {Properties} properties @param {string} now */
function details(properties, now) {
    const { skills, hours_text: hours, closures, note } = properties;
    const sources = provenances(properties);
    const closed = closedDays(closures ?? [], now);
    if (!skills?.length && !hours && !closed && !note && !sources.length) return null;
    return element(
        'details',
        {},
        element('summary', {}, word('details')),
        skills?.length ? element('p', {}, skills.map(label).join(' · ')) : null,
        hours ? element('p', {}, element('b', {}, word('hours')), ` ${hours}`) : null,
        closed ? element('p', {}, element('b', {}, word('closed.days')), ` ${closed}`) : null,
        note ? element('p', {}, note) : null,
        ...sources,
    );
}

/** Every fact has a source and a date. @param {Properties} properties */
function origin({ source, updated }) {
    const from = source?.name ? word('source', { name: source.name }) : word('source.unsaid');
    const day = updated ?? source?.date;
    return element(
        'p',
        { class: 'origin' },
        from,
        ' · ',
        day ? timeElement(day, word('updated', { date: date(day) })) : word('updated.unsaid'),
    );
}

/**
 * @param {import('./marks.js').Marked} marked  with its number on the map, or its letter for a near
 *     miss
 * @param {object} options
 * @param {string} options.now   when the answer was made
 * @param {(id: string, pressed: boolean) => void} options.zones
 * @returns {HTMLElement}
 */
export function card({ mark, near, unsaid, resource: { id, properties } }, { now, zones }) {
    const zoneButton =
        properties.zones > 0
            ? button(
                  word('zones.show'),
                  () => zones(id, zoneButton?.getAttribute('aria-pressed') !== 'true'),
                  { class: 'zones', 'aria-pressed': 'false', 'aria-describedby': `name-${id}` },
              )
            : null;
    return element(
        'li',
        {
            class: `card${near ? ' near' : ''}${unsaid ? ' unknown' : ''}`,
            id: `card-${id}`,
            tabindex: '-1',
            'aria-labelledby': `name-${id}`,
        },
        element(
            'article',
            {},
            heading(properties, mark, now),
            element('div', { class: 'why' }, reasons(properties, near), zoneButton),
            contact(properties),
            sessions(properties, now),
            facts(properties),
            details(properties, now),
            origin(properties),
        ),
    );
}
