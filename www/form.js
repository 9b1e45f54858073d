// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// The form: reads the question out of the page and writes one into it.
import { combobox } from './combobox.js';
import { byId } from './dom.js';
import { CONDITIONS, isAsked, NO_QUESTION } from './question.js';
import { suggest } from './suggest.js';
import { word } from './words.js';

/** @typedef {import('./question.js').Question} Question */

const field = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (byId(id));

/**
 * @param {object} options
 * @param {(question: Question, isDone: boolean) => void} options.ask  isDone: the answer is wanted
 *     now; else a box was ticked and others may follow
 * @param {(sentence: string) => void} options.say   aloud
 * @param {(sentence: string) => void} options.tell  aloud and in sight
 */
export function createForm({ ask, say, tell }) {
    const form = /** @type {HTMLFormElement} */ (byId('question'));
    const box = field('q');
    const radius = /** @type {HTMLSelectElement} */ (/** @type {unknown} */ (byId('radius')));
    const more = byId('more');
    /** @type {[number, number]|null} */
    let position = null;

    /** @returns {Question} */
    function read() {
        const mode = new FormData(form).get('mode');
        /** @type {Question} */
        const question = {
            ...NO_QUESTION,
            text: box.value.trim(),
            position,
            mode: mode === 'home' || mode === 'office' ? mode : '',
            radius: Number(radius.value),
        };
        for (const { name } of CONDITIONS) question[name] = field(name).checked;
        return question;
    }

    /** @param {Question} question */
    function write(question) {
        position = question.position;
        box.value = question.text;
        field(`mode-${question.mode || 'any'}`).checked = true;
        for (const { name } of CONDITIONS) field(name).checked = question[name];
        radius.value = [...radius.options].some(
            (option) => Number(option.value) === question.radius,
        )
            ? String(question.radius)
            : '0';
        complain('');
        adjust();
    }

    /** What the chosen mode makes of the other fields. */
    function adjust() {
        const question = read();
        radius.disabled = question.mode === 'home';
        const count =
            CONDITIONS.filter(({ name }) => question[name]).length + (question.radius ? 1 : 0);
        byId('more-count').textContent = count ? ` (${count})` : '';
    }

    /** @param {string} sentence */
    function complain(sentence) {
        byId('q-error').textContent = sentence;
        byId('q-error').hidden = sentence === '';
        if (sentence) box.setAttribute('aria-invalid', 'true');
        else box.removeAttribute('aria-invalid');
    }

    /** @param {boolean} [isDone] */
    function submit(isDone = true) {
        complain('');
        ask(read(), isDone);
    }

    /* A ticked box asks again by itself once there is something to refine. */
    function refine() {
        adjust();
        if (isAsked(read())) submit(false);
    }

    function locate() {
        if (!navigator.geolocation) return complain(word('here.failed'));
        complain('');
        tell(word('here.searching'));
        const found = (/** @type {GeolocationPosition} */ { coords }) => {
            write({ ...read(), position: [coords.longitude, coords.latitude] });
            submit();
        };
        navigator.geolocation.getCurrentPosition(found, () => complain(word('here.failed')), {
            enableHighAccuracy: true,
            timeout: 10000,
            maximumAge: 60000,
        });
    }

    combobox(box, byId('q-list'), { from: 2, suggest, taken: () => submit(false), say });

    box.addEventListener('input', () => complain(''));
    form.addEventListener('submit', (event) => {
        event.preventDefault();
        submit();
    });
    form.addEventListener('change', (event) => {
        if (event.target !== box) refine();
    });
    byId('here').addEventListener('click', locate);
    byId('more-button').addEventListener('click', () => {
        const open = more.classList.toggle('open');
        byId('more-button').setAttribute('aria-expanded', String(open));
    });

    return { write, complain, focus: () => box.focus() };
}
