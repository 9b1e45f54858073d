// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// The ways out of an answer that holds nobody: a broader need, one condition less. Each is a link to
// another question.
import { element } from './dom.js';
import { piecesOf, replacePieces, urlOfQuestion, widerQuestions } from './question.js';
import { counted, currentLanguage, inLanguage, word } from './words.js';

/** @typedef {import('./types.js').Answer} Answer */
/** @typedef {import('./question.js').Question} Question */

/** A link to another question; main.js follows it without leaving the page.
 * @param {Question} question @param {string} text */
export function questionLink(question, text) {
    return element('a', { href: urlOfQuestion(question, currentLanguage()), class: 'ask' }, text);
}

/** A broader need that somebody serves. @param {Question} question @param {Answer} answer */
export function broader(question, answer) {
    const pieces = piecesOf(answer, 'skill');
    if (!answer.parent || pieces.length === 0) return null;
    const { skill, numberMatched: matched } = answer.parent;
    const name = inLanguage(skill.label, skill.label_en);
    return element(
        'p',
        {},
        word('empty.parent'),
        ' ',
        questionLink(replacePieces(question, pieces, skill.label), name),
        ` (${counted('results', matched)})`,
    );
}

/** The same question with one condition less, as items of a list.
 * @param {Question} question @param {Answer} answer */
export function widerLinks(question, answer) {
    return widerQuestions(question, answer).map((wider) =>
        element('li', {}, questionLink(wider.question, word(wider.key))),
    );
}
