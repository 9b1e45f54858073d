// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// Elements out of data. What the service says goes in as text, never as markup.

/**
 * An element with its attributes and children. A null child is left out; false and null leave an
 * attribute out, true sets it empty.
 * @param {string} tag
 * @param {Record<string, string|number|boolean|null|undefined>} [attributes]
 * @param {...(Node|string|null|undefined)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value === false || value === null || value === undefined) continue;
        made.setAttribute(name, value === true ? '' : String(value));
    }
    for (const child of children) {
        if (child !== null && child !== undefined) made.append(child);
    }
    return made;
}

/**
 * The element of that id; the page is broken without it, so this fails loudly.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
    const found = document.getElementById(id);
    if (found === null) throw new Error(`index.html has no #${id}`);
    return found;
}

/**
 * A button that does something.
 * @param {string} label
 * @param {() => void} act
 * @param {Record<string, string|number|boolean|null>} [attributes]
 * @returns {HTMLElement}
 */
export function button(label, act, attributes = {}) {
    const made = element('button', { type: 'button', ...attributes }, label);
    made.addEventListener('click', act);
    return made;
}

/**
 * A link only to where a link may lead: the web. Other schemes (javascript:, data:) become text.
 * @param {string} address
 * @returns {HTMLElement}
 */
export function webLink(address) {
    const shown = address.replace(/^https?:\/\//, '').replace(/\/$/, '');
    if (!/^https?:\/\//i.test(address)) return element('span', {}, address);
    return element(
        'a',
        { href: address, rel: 'noopener noreferrer external', target: '_blank' },
        shown,
    );
}
