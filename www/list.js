// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// Draws an answer as a list: how the question was understood, the results, the near misses, and
// when there are none, what one may do next.
import { card, SURE } from './card.js';
import { createChips } from './chips.js';
import { button, byId, element } from './dom.js';
import { date, time } from './format.js';
import { gapNotice, needSections } from './needs.js';
import { NO_QUESTION, piecesOf, replacePieces } from './question.js';
import { broader, questionLink, widerLinks } from './rescue.js';
import { counted, word } from './words.js';

/** @typedef {import('./types.js').Answer} Answer */
/** @typedef {import('./types.js').Candidate} Candidate */
/** @typedef {import('./types.js').Resource} Resource */
/** @typedef {import('./marks.js').Marked} Marked */
/** @typedef {import('./needs.js').Need} Need */
/** @typedef {import('./question.js').Question} Question */

/* National numbers that come before any directory, by the need they are for.
 * @type {Record<string, string>} */
const CALLS = {
    'loc:prevention-suicide': 'call.suicide',
    'loc:violences': 'call.violences',
    'loc:maison-medicale-garde': 'call.on_call',
    'R210:1130': 'call.on_call',
};

/** The mark of a result, in the list as on the map: 1, 2, 3 … and a, b, c for near misses.
 * @param {number} index @param {boolean} near */
function markOf(index, near) {
    return near ? String.fromCharCode(97 + index) : String(index + 1);
}

/** Nobody said: that is no miss. @param {Resource} resource */
function isUnsaid({ properties }) {
    return properties.reasons.some(({ code }) => code.endsWith('_unknown'));
}

/**
 * @param {object} options
 * @param {(id: string|null) => void} options.hovered
 * @param {(id: string, pressed: boolean) => void} options.zones
 * @param {(href: string) => void} options.more
 * @param {(question: Question) => Promise<void>} options.ask
 */
export function createList({ hovered, zones, more, ask }) {
    const results = byId('results');
    const misses = byId('near-misses');
    const unsaid = byId('unsaid-misses');
    const needed = byId('needs');
    const chips = createChips(ask);
    /** @type {Question} */
    let asked = NO_QUESTION;
    /** @type {Marked[]} what is drawn, with its marks */
    let marked = [];

    /** @param {EventTarget|null} target */
    const cardOf = (target) =>
        target instanceof Element
            ? (target.closest('.card')?.id.slice('card-'.length) ?? null)
            : null;
    for (const list of [results, misses, unsaid, needed]) {
        list.addEventListener('mouseover', (event) => hovered(cardOf(event.target)));
        list.addEventListener('mouseleave', () => hovered(null));
        list.addEventListener('focusin', (event) => hovered(cardOf(event.target)));
    }

    /** @param {Resource} resource @param {boolean} near @param {string} now */
    function drawOne(resource, near, now) {
        const mark = markOf(marked.filter((other) => other.near === near).length, near);
        const one = { mark, near, unsaid: near && isUnsaid(resource), resource };
        marked.push(one);
        return card(one, { now, zones });
    }

    /** @param {Resource[]} resources @param {boolean} near @param {string} now */
    const cards = (resources, near, now) =>
        resources.map((resource) => drawOne(resource, near, now));

    function clear() {
        marked = [];
        needed.replaceChildren();
        byId('tools').hidden = true;
        results.replaceChildren();
        misses.replaceChildren();
        unsaid.replaceChildren();
        byId('near').hidden = byId('unsaid').hidden = true;
        for (const id of ['notice', 'summary', 'count', 'more-results', 'stamp'])
            byId(id).replaceChildren();
    }

    /** @param {Answer} answer @param {Candidate[]} candidates */
    function candidateLinks(answer, candidates) {
        const pieces = piecesOf(answer, 'address');
        if (candidates.length === 0 || pieces.length === 0) return null;
        return element(
            'ul',
            { class: 'choices' },
            ...candidates.map(({ label }) =>
                element(
                    'li',
                    {},
                    questionLink(replacePieces(asked, pieces, label), label),
                ),
            ),
        );
    }

    /** @param {Answer} answer */
    function doubt(answer) {
        const { address, address_candidates: candidates = [], mode } = answer.query;
        if (!address || address.score === undefined) return;
        /* who comes home is a question about one door: the middle of a street is none */
        const isDoor = ['housenumber', 'poi', undefined].includes(address.type);
        const isSure = address.score >= SURE;
        if (isSure && (isDoor || mode !== 'home')) return;
        const words = isSure ? 'address.no_door' : 'address.doubt';
        const written = piecesOf(answer, 'address').map(({ text }) => text);
        byId('notice').append(
            element(
                'div',
                { class: 'warning' },
                element(
                    'p',
                    {},
                    word(words, { address: written.join(', '), label: address.label }),
                ),
                candidateLinks(answer, candidates),
            ),
        );
    }

    /** Words of which none was understood ask for everybody. @param {Answer} answer */
    function notUnderstood({ query: { q }, numberMatched }) {
        const isUnderstood = q?.pieces.some(({ used }) => used) || q?.left_over.length === 0;
        if (q === null || isUnderstood || numberMatched === 0) return;
        byId('notice').append(
            element('div', { class: 'warning' }, element('p', {}, word('not.understood'))),
        );
    }

    /** Whom to call whatever the directory says. @param {Answer} answer */
    function call(answer) {
        const asks = answer.query.skills.map(({ code }) => CALLS[code]).find(Boolean);
        if (!asks) return;
        byId('notice').append(
            element('div', { class: 'warning' }, element('p', { class: 'lead' }, word(asks))),
        );
    }

    /** @param {Answer} answer */
    function nothing(answer) {
        const wider = widerLinks(asked, answer);
        byId('notice').append(
            element(
                'div',
                { class: 'empty' },
                element('p', { class: 'lead' }, word('empty')),
                broader(asked, answer),
                element('p', {}, word(answer.near_misses.length ? 'empty.near' : 'empty.honest')),
                wider.length ? element('p', {}, word('empty.next')) : null,
                element(
                    'ul',
                    { class: 'choices' },
                    ...wider,
                    element(
                        'li',
                        {},
                        button(word('wider.need'), () => byId('q').focus(), { class: 'link' }),
                    ),
                ),
            ),
        );
    }

    /** @param {Answer} answer */
    function next({ links }) {
        const link = links.find(({ rel }) => rel === 'next');
        byId('more-results').replaceChildren(
            ...(link ? [button(word('more'), () => more(link.href))] : []),
        );
    }

    /** Those that miss, and apart from them those of whom it is not known.
     * @param {Answer} answer */
    function nearly({ near_misses: near, timeStamp }) {
        const drawn = cards(near, true, timeStamp);
        misses.append(...drawn.filter((_, index) => !isUnsaid(near[index])));
        unsaid.append(...drawn.filter((_, index) => isUnsaid(near[index])));
        byId('near').hidden = misses.children.length === 0;
        byId('unsaid').hidden = unsaid.children.length === 0;
    }

    /** @param {Answer} answer @param {Need[]} needs */
    function fill(answer, needs) {
        const now = answer.timeStamp;
        if (needs.length > 0) {
            const draw = (/** @type {Resource[]} */ found, /** @type {boolean} */ near) =>
                cards(found, near, now);
            const notice = gapNotice(needs);
            if (notice) needed.append(notice);
            return needed.append(...needSections(needs, draw));
        }
        if (answer.features.length === 0) nothing(answer);
        results.append(...cards(answer.features, false, now));
        nearly(answer);
    }

    /**
     * @param {Question} question
     * @param {Answer} answer
     * @param {Need[]} needs  each asked for itself, when nobody answers all; else none
     * @returns {Marked[]} what is shown
     */
    function show(question, answer, needs) {
        asked = question;
        clear();
        byId('count').textContent = needs.length
            ? counted('needs', needs.length)
            : counted('results', answer.numberMatched);
        chips.show(question, answer);
        doubt(answer);
        notUnderstood(answer);
        call(answer);
        fill(answer, needs);
        byId('tools').hidden = false;
        byId('stamp').textContent = word('stamp', {
            date: date(answer.timeStamp),
            time: time(answer.timeStamp),
        });
        next(answer);
        return marked;
    }

    /** @param {Answer} answer  the next page @returns {Marked[]} what is shown now */
    function append(answer) {
        const from = results.children.length;
        results.append(...cards(answer.features, false, answer.timeStamp));
        next(answer);
        /** @type {HTMLElement|null} */ (results.children[from])?.focus();
        return marked;
    }

    /** A sentence in place of results, and what may be chosen instead.
     * @param {string} sentence @param {{text: string, question: Question}[]} choices */
    function fail(sentence, choices) {
        clear();
        byId('notice').append(
            element(
                'div',
                { class: 'warning' },
                element('p', {}, sentence),
                choices.length
                    ? element(
                          'ul',
                          { class: 'choices' },
                          ...choices.map(({ text, question }) =>
                              element('li', {}, questionLink(question, text)),
                          ),
                      )
                    : null,
            ),
        );
    }

    /** @param {string|null} id */
    function highlight(id) {
        for (const lit of document.querySelectorAll('.card.lit')) lit.classList.remove('lit');
        if (id !== null) document.getElementById(`card-${id}`)?.classList.add('lit');
    }

    /** @param {string} id */
    function reveal(id) {
        const found = document.getElementById(`card-${id}`);
        found?.scrollIntoView({
            block: 'nearest',
            behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
        });
        found?.focus({ preventScroll: true });
    }

    /* Paper cannot be unfolded: what is folded is opened for it, and closed again after. */
    addEventListener('beforeprint', () => {
        for (const folded of document.querySelectorAll('.card details:not([open])')) {
            folded.setAttribute('open', '');
            folded.classList.add('for-paper');
        }
    });
    addEventListener('afterprint', () => {
        for (const opened of document.querySelectorAll('.card details.for-paper')) {
            opened.removeAttribute('open');
            opened.classList.remove('for-paper');
        }
    });

    /** Which card's zones are on the map. @param {string|null} id */
    function pressZones(id) {
        for (const pressed of document.querySelectorAll('button.zones')) {
            const mine = id !== null && pressed.closest('.card')?.id === `card-${id}`;
            pressed.setAttribute('aria-pressed', String(mine));
            pressed.textContent = word(mine ? 'zones.hide' : 'zones.show');
        }
    }

    return { show, append, fail, clear, highlight, reveal, pressZones };
}
