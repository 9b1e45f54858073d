// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// The dated sessions about what was asked, day by day, the same for a calendar and for a table.
// Folded under the summary of the answer; read when it is unfolded.
import { sessionsFile } from './api.js';
import { byId, element } from './dom.js';
import { date, dayFrom, distance, time } from './format.js';
import { sessionsOf } from './question.js';
import { counted, word } from './words.js';

/** @typedef {import('./types.js').Answer} Answer */
/** @typedef {import('./types.js').Occurrence} Occurrence */
/** @typedef {import('./types.js').SessionList} SessionList */
/** @typedef {import('./question.js').Question} Question */

/** @param {Occurrence} occurrence */
function line({
    from,
    to,
    resource,
    address,
    distance_m: metres,
    public: whom,
    appointment,
    note,
}) {
    const place = [address.text, [address.postcode, address.city].filter(Boolean).join(' ')];
    const name = document.getElementById(`card-${resource.id}`)
        ? element('a', { href: `#card-${resource.id}` }, resource.name)
        : resource.name;
    const how =
        appointment === 'unknown' ? word('appointment.unsaid') : word(`appointment.${appointment}`);
    return element(
        'li',
        {},
        element('time', { datetime: from }, `${time(from)}–${time(to)}`),
        ' ',
        name,
        typeof metres === 'number' ? ` · ${distance(metres)}` : null,
        element(
            'small',
            {},
            [place.filter(Boolean).join(', '), how, whom, note].filter(Boolean).join(' · '),
        ),
    );
}

/** @param {Occurrence[]} all @param {string} now */
function days(all, now) {
    const nodes = [];
    let day = '';
    for (const one of all) {
        const starts = one.from.slice(0, 10);
        if (starts !== day)
            nodes.push(
                element(
                    'h3',
                    {},
                    dayFrom(one.from, now),
                    element('small', {}, ` ${date(one.from)}`),
                ),
                element('ul'),
            );
        day = starts;
        nodes[nodes.length - 1].append(line(one));
    }
    return nodes;
}

/** @param {Occurrence[]} all */
function sourcesOf(all) {
    const told = all.map(({ source }) =>
        [source.name, source.date ? date(source.date) : ''].filter(Boolean).join(' · '),
    );
    return [...new Set(told.filter(Boolean))].join(' ; ');
}

/**
 * @param {object} options
 * @param {(parameters: Record<string, string|number>) => Promise<SessionList>} options.load
 * @param {(sentence: string) => void} options.say  for those who do not see the list come
 * @param {(error: unknown) => void} options.failed
 */
export function createDates({ load, say, failed }) {
    const box = /** @type {HTMLDetailsElement} */ (byId('dates'));
    const place = byId('dates-list');
    /** @type {ReturnType<typeof sessionsOf>} */
    let asked = null;

    /** @param {SessionList} list @param {NonNullable<typeof asked>} about */
    function draw({ sessions, more, query, timeStamp }, { parameters, isWalkIn }) {
        const kept = sessions.filter(({ appointment }) => !isWalkIn || appointment !== 'yes');
        const files = /** @type {const} */ (['ics', 'csv']).map((kind) =>
            element(
                'a',
                { href: sessionsFile(kind, parameters), download: '' },
                word(`dates.${kind}`),
            ),
        );
        const source = sourcesOf(kept);
        const count = kept.length
            ? counted('dates', kept.length)
            : word('dates.none', { date: date(query.to) });
        say(count);
        place.replaceChildren(
            element('p', {}, count),
            ...days(kept, timeStamp),
            more ? element('p', {}, word('dates.more')) : '',
            element(
                'p',
                { class: 'ways' },
                ...files,
                kept.length < sessions.length ? word('dates.all') : null,
            ),
            source ? element('p', { class: 'origin' }, word('source', { name: source })) : '',
        );
    }

    async function unfold() {
        const mine = asked;
        if (!box.open || mine === null || place.children.length > 0) return;
        try {
            const list = await load(mine.parameters);
            if (mine === asked) draw(list, mine);
        } catch (error) {
            box.open = false;
            failed(error);
        }
    }

    box.addEventListener('toggle', unfold);

    /** @param {Question} question @param {Answer|null} answer  null: none */
    function show(question, answer) {
        asked = answer && sessionsOf(question, answer);
        box.open = false;
        box.hidden = asked === null;
        place.replaceChildren();
    }

    return { show };
}
