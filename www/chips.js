// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// How the question was understood: one chip for each thing, with the words it came from. Taking a
// chip away asks again without it; what was not understood is said plainly.
import { byId, element } from './dom.js';
import { distance, folded, span } from './format.js';
import { CONDITIONS, piecesOf, replacePieces, usesRadius } from './question.js';
import { inLanguage, word } from './words.js';

/** @typedef {import('./types.js').Answer} Answer */
/** @typedef {import('./types.js').Piece} Piece */
/** @typedef {import('./question.js').Question} Question */

/**
 * @typedef {object} Chip
 * @property {string} label
 * @property {string} words    of the question that it comes from; '' for a box that is ticked
 * @property {string} unused   why it could not be used; '' when it was
 * @property {Question} without  the question when it is taken away
 */

/* All pieces of these kinds together say one thing. */
const JOINED = ['time', 'address'];

/** @param {Piece} piece @param {Answer} answer */
function labelOf({ kind, text, value, label, label_en: english }, { query, timeStamp }) {
    switch (kind) {
        case 'skill':
            return inLanguage(label ?? text, english);
        case 'mode':
            return word(`mode.${value}`);
        case 'walk_in':
            return word('walkIn');
        case 'new_patients':
            return word('newPatients');
        case 'wheelchair':
            return word('wheelchair');
        case 'language':
            return word('chip.language', { language: value });
        case 'fees':
            return word('chip.fees', { sector: value });
        case 'time':
            return span(value, timeStamp);
        case 'radius':
            return word('within', { distance: distance(Number(value)) });
        case 'address':
            return query.address?.label ?? text;
        case 'name':
        case 'other_address':
            return text;
        default:
            return word('chip.here');
    }
}

/** Why words that were understood changed nothing. @param {Piece} piece */
function unusedWord({ kind }) {
    if (kind === 'other_address') return word('chip.otherAddress');
    return word(kind === 'here' ? 'chip.press' : 'chip.unused');
}

/** @param {Question} question @param {Answer} answer @returns {Chip[]} */
function chipsOfText(question, answer) {
    const chips = [];
    for (const piece of answer.query.q?.pieces ?? []) {
        const isJoined = JOINED.includes(piece.kind);
        const pieces = isJoined ? piecesOf(answer, piece.kind) : [piece];
        if (pieces[0] !== piece) continue;
        chips.push({
            label: labelOf(piece, answer),
            words: pieces.map(({ text }) => text).join(' '),
            unused: pieces.some(({ used }) => used) ? '' : unusedWord(piece),
            without: replacePieces(question, pieces),
        });
    }
    return chips;
}

/** What the boxes below the text add. @param {Question} question @returns {Chip[]} */
function chipsOfBoxes(question) {
    /** @param {string} label @param {Partial<Question>} change */
    const chip = (label, change) => ({
        label,
        words: '',
        unused: '',
        without: { ...question, ...change },
    });
    const chips = question.position ? [chip(word('here'), { position: null })] : [];
    if (question.mode) chips.push(chip(word(`mode.${question.mode}`), { mode: '' }));
    for (const { name } of CONDITIONS)
        if (question[name]) chips.push(chip(word(name), { [name]: false }));
    if (usesRadius(question))
        chips.push(chip(word('within', { distance: distance(question.radius) }), { radius: 0 }));
    return chips;
}

/** @param {Chip} chip @param {() => void} remove */
function draw({ label, words, unused }, remove) {
    const isNew = words !== '' && folded(words) !== folded(label);
    const made = element(
        'button',
        { type: 'button', class: unused ? 'chip unused' : 'chip' },
        element('span', { class: 'label' }, label),
        isNew ? element('small', {}, ` «\u00a0${words}\u00a0»`) : null,
        unused ? element('small', {}, ` ${unused}`) : null,
        element('span', { class: 'unseen' }, `, ${word('chip.remove')}`),
        element('span', { class: 'cross', 'aria-hidden': 'true' }, '×'),
    );
    made.addEventListener('click', remove);
    made.addEventListener('keydown', ({ key }) => {
        if (key === 'Delete' || key === 'Backspace') remove();
    });
    return element('li', {}, made);
}

/**
 * @param {(question: Question) => Promise<void>} ask
 */
export function createChips(ask) {
    const place = byId('summary');
    const buttons = () => /** @type {HTMLElement[]} */ ([...place.querySelectorAll('.chip')]);

    /** The focus stays where one was working: on the next chip, else in the box.
     * @param {Question} question @param {number} index */
    async function remove(question, index) {
        await ask(question);
        const left = buttons();
        (left[Math.min(index, left.length - 1)] ?? byId('q')).focus({ preventScroll: true });
    }

    /** @param {string[]} leftOver */
    function drawLeftOver(leftOver) {
        const quoted = leftOver.map((words) => `«\u00a0${words}\u00a0»`).join(', ');
        return element(
            'p',
            { class: 'left-over' },
            element('b', {}, word('left.over')),
            ` ${quoted}`,
        );
    }

    /** @param {Question} question @param {Answer} answer */
    function show(question, answer) {
        const chips = [...chipsOfText(question, answer), ...chipsOfBoxes(question)];
        const leftOver = answer.query.q?.left_over ?? [];
        place.replaceChildren();
        if (chips.length > 0) {
            place.append(
                element('p', { id: 'understood' }, word('understood')),
                element(
                    'ul',
                    { class: 'chips', 'aria-labelledby': 'understood' },
                    ...chips.map((chip, index) => draw(chip, () => remove(chip.without, index))),
                ),
            );
        }
        if (leftOver.length > 0) place.append(drawLeftOver(leftOver));
    }

    return { show };
}
