// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// A text box with suggestions: the WAI-ARIA combobox with a listbox popup. The focus stays in the
// box; arrows move along the list, Enter takes, Escape closes.
import { element } from './dom.js';
import { isAborted } from './api.js';
import { counted } from './words.js';

/** What is shown, a word more, and what the box then holds.
 * @typedef {{text: string, detail?: string, value: string}} Suggestion */

/* Between two keys of a quick typist: one request per pause, not per letter. */
const PAUSE_MS = 140;

/**
 * @param {HTMLInputElement} box
 * @param {HTMLElement} list
 * @param {object} options
 * @param {number} options.from  letters before the first suggestion
 * @param {(text: string, signal: AbortSignal) => Promise<Suggestion[]>} options.suggest
 * @param {() => void} options.taken  called once a suggestion is in the box
 * @param {(sentence: string) => void} options.say  for those who do not see the list
 */
export function combobox(box, list, { from, suggest, taken, say }) {
    /** @type {Suggestion[]} */
    let shown = [];
    let active = -1;
    let pause = 0;
    /** @type {AbortController|null} */
    let asking = null;

    function close() {
        clearTimeout(pause);
        asking?.abort();
        shown = [];
        list.hidden = true;
        list.replaceChildren();
        box.setAttribute('aria-expanded', 'false');
        activate(-1);
    }

    /** @param {number} index */
    function activate(index) {
        active = index;
        [...list.children].forEach((option, i) =>
            option.setAttribute('aria-selected', String(i === index)),
        );
        if (index < 0) return box.removeAttribute('aria-activedescendant');
        const option = list.children[index];
        box.setAttribute('aria-activedescendant', option.id);
        option.scrollIntoView({ block: 'nearest' });
    }

    /** @param {number} index */
    function take(index) {
        box.value = shown[index].value;
        close();
        taken();
    }

    /** @param {Suggestion} suggestion @param {number} index */
    function option({ text, detail }, index) {
        const made = element(
            'li',
            { role: 'option', id: `${list.id}-${index}`, 'aria-selected': 'false' },
            text,
            detail ? element('small', {}, ` ${detail}`) : null,
        );
        made.addEventListener('mousedown', (event) => event.preventDefault());
        made.addEventListener('click', () => take(index));
        return made;
    }

    /** @param {Suggestion[]} suggestions */
    function open(suggestions) {
        shown = suggestions;
        list.replaceChildren(...suggestions.map(option));
        list.hidden = suggestions.length === 0;
        box.setAttribute('aria-expanded', String(suggestions.length > 0));
        activate(-1);
        if (suggestions.length > 0) say(counted('suggestions', suggestions.length));
    }

    async function ask() {
        const text = box.value.trimStart();
        asking?.abort();
        if (text.trim().length < from) return close();
        const mine = (asking = new AbortController());
        try {
            const suggestions = await suggest(text, mine.signal);
            if (mine === asking && document.activeElement === box) open(suggestions);
        } catch (error) {
            /* A box without suggestions still works: the question will tell what is wrong. */
            if (!isAborted(error)) close();
        }
    }

    /** @param {number} step */
    function move(step) {
        if (shown.length === 0) return void ask();
        const count = shown.length;
        activate(active < 0 ? (step > 0 ? 0 : count - 1) : (active + step + count) % count);
    }

    /** @type {Record<string, (event: KeyboardEvent) => void>} */
    const keys = {
        ArrowDown: (event) => {
            event.preventDefault();
            move(1);
        },
        ArrowUp: (event) => {
            event.preventDefault();
            move(-1);
        },
        Enter: (event) => {
            if (active < 0) return close();
            event.preventDefault();
            take(active);
        },
        Escape: (event) => {
            if (list.hidden) return;
            event.preventDefault();
            close();
        },
        Tab: close,
    };

    box.addEventListener('keydown', (event) => keys[event.key]?.(event));
    box.addEventListener('input', () => {
        clearTimeout(pause);
        pause = window.setTimeout(ask, PAUSE_MS);
    });
    box.addEventListener('blur', close);
}
