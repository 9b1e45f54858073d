// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// The form: reads the question out of the page and writes one into it.
import { addresses, skills } from './api.js';
import { combobox } from './combobox.js';
import { byId } from './dom.js';
import { CONDITIONS, hasPlace, NO_QUESTION } from './question.js';
import { counted, inLanguage, word } from './words.js';

/** @typedef {import('./question.js').Question} Question */

const field = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (byId(id));

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

/**
 * @param {object} options
 * @param {(question: Question, isDone: boolean) => void} options.ask  isDone: the answer is wanted
 *     now; else a box was ticked and others may follow
 * @param {(sentence: string) => void} options.say   aloud
 * @param {(sentence: string) => void} options.tell  aloud and in sight
 */
export function createForm({ ask, say, tell }) {
    const form = /** @type {HTMLFormElement} */ (byId('question'));
    const address = field('address');
    const need = field('need');
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
            address: position ? '' : address.value.trim(),
            position,
            need: need.value.trim(),
            mode: mode === 'home' || mode === 'office' ? mode : '',
            radius: Number(radius.value),
        };
        for (const { name } of CONDITIONS) question[name] = field(name).checked;
        return question;
    }

    /** @param {Question} question */
    function write(question) {
        position = question.position;
        address.value = position ? word('here') : question.address;
        need.value = question.need;
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
        byId('address-error').textContent = sentence;
        byId('address-error').hidden = sentence === '';
        if (sentence) address.setAttribute('aria-invalid', 'true');
        else address.removeAttribute('aria-invalid');
    }

    /** @param {boolean} [isDone] */
    function submit(isDone = true) {
        const question = read();
        if (question.mode === 'home' && !hasPlace(question)) {
            complain(word('address.needed'));
            address.focus();
            return;
        }
        complain('');
        ask(question, isDone);
    }

    /* A ticked box asks again by itself once there is something to refine. */
    function refine() {
        adjust();
        const question = read();
        if (hasPlace(question) || (question.need && question.mode !== 'home')) submit(false);
    }

    function locate() {
        if (!navigator.geolocation) return complain(word('here.failed'));
        complain('');
        tell(word('here.searching'));
        const found = (/** @type {GeolocationPosition} */ { coords }) => {
            write({ ...read(), address: '', position: [coords.longitude, coords.latitude] });
            submit();
        };
        navigator.geolocation.getCurrentPosition(found, () => complain(word('here.failed')), {
            enableHighAccuracy: true,
            timeout: 10000,
            maximumAge: 60000,
        });
    }

    combobox(address, byId('address-list'), {
        from: 3,
        suggest: async (text, signal) =>
            (await addresses(text, {}, signal)).map(({ label }) => ({ text: label })),
        taken: () => (need.value ? submit() : need.focus()),
        say,
    });
    combobox(need, byId('need-list'), {
        from: 2,
        suggest: async (text, signal) =>
            (await skills(text, signal)).map((skill) => ({
                text: inLanguage(skill.label, skill.label_en),
                detail: detailOf(skill),
            })),
        taken: () => (hasPlace(read()) ? submit() : address.focus()),
        say,
    });

    address.addEventListener('input', () => {
        position = null;
        complain('');
    });
    form.addEventListener('submit', (event) => {
        event.preventDefault();
        submit();
    });
    form.addEventListener('change', (event) => {
        if (event.target !== address && event.target !== need) refine();
    });
    byId('here').addEventListener('click', locate);
    byId('more-button').addEventListener('click', () => {
        const open = more.classList.toggle('open');
        byId('more-button').setAttribute('aria-expanded', String(open));
    });

    return {
        read,
        write,
        complain,
        focusAddress: () => address.focus(),
        focusNeed: () => need.focus(),
    };
}
