// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// What the end of the text may become: an address once one is begun, else a need.
import { addresses, skills } from './api.js';
import { folded } from './format.js';
import { counted, inLanguage, word } from './words.js';

/** @typedef {import('./combobox.js').Suggestion} Suggestion */

/* "12 rue d'al", "bd raspa": from the number on when there is one. */
const WAY =
    /(?:\d{1,4}\s*(?:bis|ter|quater)?,?\s+)?(?<![\p{L}\d])(?:rue|avenue|av|boulevard|bd|place|impasse|villa|square|allée|quai|passage|cité|cours|chemin|route)\.?\s+\S.*$/iu;
/* "12 alé" */
const NUMBER = /(?<![\p{L}\d])\d{1,4}\s*(?:bis|ter|quater)?,?\s+(?!h\b|km\b|ans\b|m\b)\p{L}{3,}.*$/iu;
/* Longest need that is typed word by word. */
const WORDS_MAX = 4;
const LETTERS_MIN = 2;
const PLACE_LETTERS_MIN = 4;
const SHOWN_MAX = 6;

/** The word that was understood when it is not in the label, and how many do it.
 * @param {import('./types.js').Skill} skill */
function detailOf({ label, label_en: english, matched, count }) {
    const shown = inLanguage(label, english).toLowerCase();
    const isNew = matched && !shown.includes(matched.toLowerCase());
    const details = isNew ? [word('skill.matched', { word: matched })] : [];
    if (count !== undefined)
        details.push(count ? counted('skill.count', count) : word('skill.none'));
    return details.join(' · ');
}

/** @param {string} head @param {string} tail @param {AbortSignal} signal */
async function places(head, tail, signal) {
    const found = await addresses(tail, signal);
    return found.map(({ label }) => ({ text: label, value: head + label }));
}

/** Needs that go on with the last words; of several words only those that go on with all of them.
 * @param {string} text @param {AbortSignal} signal @returns {Promise<Suggestion[]>} */
async function needs(text, signal) {
    const starts = [...text.matchAll(/(?<=^|[\s,;])[^\s,;]/gu)].map(({ index }) => index ?? 0);
    for (let count = Math.min(WORDS_MAX, starts.length); count > 0; count--) {
        const start = starts[starts.length - count];
        const tail = text.slice(start);
        if (tail.length < LETTERS_MIN || /[,;]/.test(tail)) continue;
        const goesOn = (/** @type {string|undefined} */ words) =>
            folded(words ?? '').startsWith(folded(tail));
        const found = (await skills(tail, signal)).filter(
            ({ label, label_en: english, matched }) =>
                count === 1 || [label, english, matched].some(goesOn),
        );
        if (found.length === 0) continue;
        return found.map((skill) => {
            const label = inLanguage(skill.label, skill.label_en);
            return { text: label, value: text.slice(0, start) + label, detail: detailOf(skill) };
        });
    }
    return [];
}

/**
 * @param {string} text  of the box
 * @param {AbortSignal} signal
 * @returns {Promise<Suggestion[]>}
 */
export async function suggest(text, signal) {
    const way = WAY.exec(text) ?? NUMBER.exec(text);
    if (way) {
        const found = await places(text.slice(0, way.index), way[0], signal);
        if (found.length > 0) return found;
    }
    if (/\s$/.test(text)) return [];
    const found = await needs(text, signal);
    const last = /[^\s,;]+$/.exec(text);
    if (found.length > 0 || last === null || last[0].length < PLACE_LETTERS_MIN)
        return found.slice(0, SHOWN_MAX);
    return places(text.slice(0, last.index), last[0], signal);
}
