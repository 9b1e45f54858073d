// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// Words on the screen: two flat files with the same keys, words/fr.json and words/en.json.
// In index.html, data-word names the key of an element's text, data-word-NAME of an attribute.
import { words as load } from './api.js';

const LANGUAGES = ['fr', 'en'];

/** @type {Record<string, string>} */
let words = {};
let language = 'fr';

/** The language on the screen, 'fr' or 'en'. */
export function currentLanguage() {
    return language;
}

/** The other one, for the switch. */
export function otherLanguage() {
    return language === 'fr' ? 'en' : 'fr';
}

/**
 * Loads a language and puts its words into the page.
 * @param {string} wanted
 */
export async function speak(wanted) {
    const known = LANGUAGES.includes(wanted) ? wanted : 'fr';
    words = await load(known);
    language = known;
    document.documentElement.lang = known;
    for (const node of document.querySelectorAll('[data-word]')) {
        node.textContent = word(node.getAttribute('data-word') ?? '');
    }
    for (const name of ['aria-label', 'placeholder', 'title', 'content']) {
        for (const node of document.querySelectorAll(`[data-word-${name}]`)) {
            node.setAttribute(name, word(node.getAttribute(`data-word-${name}`) ?? ''));
        }
    }
}

/**
 * The words of a key, with {name} replaced by values.name. An unknown key shows itself: a test
 * finds it.
 * @param {string} key
 * @param {Record<string, string|number>} [values]
 * @returns {string}
 */
export function word(key, values = {}) {
    const text = words[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * Words that depend on a number: KEY.one or KEY.other, by the rules of the language (French counts
 * zero as one).
 * @param {string} key
 * @param {number} count
 */
export function counted(key, count) {
    const form = new Intl.PluralRules(language).select(count) === 'one' ? 'one' : 'other';
    return word(`${key}.${form}`, { n: new Intl.NumberFormat(language).format(count) });
}

/**
 * A text that the service gives in both languages.
 * @param {string} french
 * @param {string|null|undefined} english
 */
export function inLanguage(french, english) {
    return language === 'en' && english ? english : french;
}
