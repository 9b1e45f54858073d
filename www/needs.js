// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// Several needs of one person, one below the other: for each the few right names or the honest gap,
// with who nearly fills it. Who serves two needs stands once, and is said again in a line.
import { element } from './dom.js';
import { broader, questionLink, widerLinks } from './rescue.js';
import { counted, inLanguage, word } from './words.js';

/** @typedef {import('./types.js').Answer} Answer */
/** @typedef {import('./types.js').Resource} Resource */
/** @typedef {import('./types.js').Skill} Skill */
/** @typedef {import('./question.js').Question} Question */
/**
 * @typedef {object} Need  one of several, asked for itself
 * @property {Skill[]} skills
 * @property {Question} question
 * @property {Answer} answer
 */
/**
 * @callback DrawCards
 * @param {Resource[]} resources
 * @param {boolean} near
 * @returns {HTMLElement[]}  with their marks
 */

/* Names that are shown of each need: a person calls the first, then the next. */
export const NEED_SHOWN = 3;
/* Who nearly fills a gap. */
const NEAR_SHOWN = 2;

/** @param {Need} need */
const nameOf = ({ skills }) =>
    skills.map((skill) => inLanguage(skill.label, skill.label_en)).join(' + ');

/** A line about somebody whose card stands above. @param {string} id @param {string} text */
const also = (id, text) =>
    element('p', { class: 'also' }, element('a', { href: `#card-${id}` }, text));

/** @param {Resource} resource */
const whyOf = ({ properties: { reasons } }) =>
    reasons
        .filter(({ code }) => code !== 'distance')
        .map(({ text, text_en: english }) => inLanguage(text, english))
        .join(', ');

/** Nobody: who comes near, and what may be asked instead.
 * @param {Need} need @param {DrawCards} draw @param {Map<string, string>} shown */
function gap({ question, answer }, draw, shown) {
    const wider = widerLinks(question, answer);
    const near = answer.near_misses.slice(0, NEAR_SHOWN);
    return [
        element(
            'div',
            { class: 'empty' },
            element('p', { class: 'gap' }, word('need.gap')),
            broader(question, answer),
            wider.length ? element('p', {}, word('empty.next')) : null,
            element('ul', { class: 'choices' }, ...wider),
        ),
        ...near
            .filter(({ id }) => shown.has(id))
            .map((one) =>
                also(
                    one.id,
                    word('need.nearly', {
                        name: one.properties.name,
                        why: whyOf(one),
                        need: shown.get(one.id) ?? '',
                    }),
                ),
            ),
        element(
            'ol',
            { class: 'cards' },
            ...draw(
                near.filter(({ id }) => !shown.has(id)),
                true,
            ),
        ),
    ];
}

/** @param {Need} need @param {DrawCards} draw @param {Map<string, string>} shown  who stands above,
 *     by the need that shows them */
function names({ question, answer }, draw, shown) {
    const { features, numberMatched: matched } = answer;
    return [
        ...features
            .filter(({ id }) => shown.has(id))
            .map(({ id, properties: { name } }) =>
                also(id, word('need.also', { name, need: shown.get(id) ?? '' })),
            ),
        element(
            'ol',
            { class: 'cards' },
            ...draw(
                features.filter(({ id }) => !shown.has(id)),
                false,
            ),
        ),
        matched > features.length
            ? element('p', {}, questionLink(question, counted('need.all', matched)))
            : null,
    ];
}

/** The needs of which nothing more will be read below than that nobody answers. @param {Need[]} needs */
export function gapNotice(needs) {
    const gaps = needs.flatMap((need, index) =>
        need.answer.numberMatched > 0 ? [] : [{ need, index }],
    );
    if (gaps.length === 0) return null;
    return element(
        'div',
        { class: 'warning' },
        element(
            'p',
            {},
            word('needs.gaps'),
            ...gaps.flatMap(({ need, index }, i) => [
                i > 0 ? ', ' : ' ',
                element('a', { href: `#need-${index}` }, nameOf(need)),
            ]),
        ),
    );
}

/**
 * @param {Need[]} needs
 * @param {DrawCards} draw
 * @returns {HTMLElement[]}
 */
export function needSections(needs, draw) {
    /** @type {Map<string, string>} */
    const shown = new Map();
    return needs.map((need, index) => {
        const { features, near_misses: near, numberMatched: matched } = need.answer;
        const body = matched === 0 ? gap(need, draw, shown) : names(need, draw, shown);
        const drawn = matched === 0 ? near.slice(0, NEAR_SHOWN) : features;
        for (const { id } of drawn) if (!shown.has(id)) shown.set(id, nameOf(need));
        return element(
            'section',
            { class: 'need', 'aria-labelledby': `need-${index}` },
            element(
                'h2',
                { id: `need-${index}` },
                nameOf(need),
                element('small', {}, ` ${counted('results', matched)}`),
            ),
            ...body,
        );
    });
}
