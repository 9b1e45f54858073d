// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// The answer out of the page: on paper, or as plain text for a file or a message. What is copied is
// what is read on the screen, each fact with its source and date.
import { byId } from './dom.js';
import { word } from './words.js';

/* In the order in which they stand on a card. */
const OF_CARD = ['.reasons li', '.address', '.phone', '.sessions li', ':scope > article > .origin'];

/** The text of an element as it is read, on one line. @param {Element} node */
const lineOf = (node) =>
    [...node.childNodes]
        .filter((child) => !(child instanceof Element && child.matches('.unseen, .ways')))
        .map((child) => child.textContent ?? '')
        .join(' ')
        .replace(/\s+/g, ' ')
        .trim();

/** @param {Element} card */
function linesOfCard(card) {
    const one = (/** @type {string} */ selector) => card.querySelector(selector)?.textContent ?? '';
    const head = [one('h3'), one('.profession > :first-child'), one('.distance'), one('.state')];
    const rest = OF_CARD.flatMap((selector) => [...card.querySelectorAll(selector)].map(lineOf));
    return [
        '',
        `${one('.mark')}. ${head.filter(Boolean).join(', ')}`,
        ...rest.map((line) => `   ${line}`),
    ];
}

/** The answer on the screen as plain text. @returns {string} */
export function textOfAnswer() {
    const asked = [...document.querySelectorAll('.chip:not(.unused) .label')];
    const head = [
        `Voisoin. ${byId('stamp').textContent}`,
        `${word('understood')} ${asked.map((label) => label.textContent).join(' · ')}`,
        byId('directory').textContent,
    ];
    const told = [
        ...document.querySelectorAll(
            '.answer :is(h2, .warning p, .dates h3, .dates li, .gap, .also, .lead, .card)',
        ),
    ]
        .filter((node) => node.checkVisibility())
        .flatMap((node) => {
            if (node.matches('.card')) return linesOfCard(node);
            return node.matches('h2') ? ['', lineOf(node)] : [lineOf(node)];
        });
    return [...head, ...told].join('\n') + '\n';
}

/** Where the page has no clipboard (it came without TLS) a selection is copied.
 * @param {string} text @returns {Promise<boolean>} */
async function copy(text) {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        const box = document.createElement('textarea');
        box.value = text;
        document.body.append(box);
        box.select();
        const isCopied = document.execCommand('copy');
        box.remove();
        return isCopied;
    }
}

/** The two buttons beside the count. @param {(sentence: string) => void} tell */
export function createPaper(tell) {
    byId('print').addEventListener('click', () => print());
    byId('copy').addEventListener('click', async () => {
        const isCopied = await copy(textOfAnswer());
        byId('copy').focus();
        tell(word(isCopied ? 'copied' : 'copy.failed'));
    });
}
