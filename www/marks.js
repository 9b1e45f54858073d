// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// What the map shows of our own making: the shapes of its marks, where those that share a door go,
// the colours of the drawing, and the one choice that is remembered. No Leaflet here.
import { element } from './dom.js';
import { word } from './words.js';

/** @typedef {import('./types.js').Resource} Resource */
/** @typedef {{mark: string, near: boolean, unsaid: boolean, resource: Resource}} Marked
 *     a result, or one that is near, or of which it is not said */

/* The one thing this browser remembers: whether the background map was switched on. */
const RASTER_CHOICE = 'voisoin.raster';

/** A browser that forbids to remember forgets. @param {boolean} on */
export function rememberRaster(on) {
    try {
        localStorage.setItem(RASTER_CHOICE, on ? 'on' : 'off');
    } catch {
        /* forgotten */
    }
}

/** True when the background map was switched on here. */
export function rasterWanted() {
    try {
        return localStorage.getItem(RASTER_CHOICE) === 'on';
    } catch {
        return false;
    }
}

/** A result: its number on a disc. @param {Pick<Marked, 'mark'|'near'|'unsaid'>} marked */
export function pin({ mark, near, unsaid }) {
    const kind = unsaid ? 'pin near unknown' : near ? 'pin near' : 'pin';
    return element('span', { class: kind }, mark);
}

/** What the pins mean, each sort that is there once; nothing when all are results.
 * @param {Marked[]} marked */
export function legendOf(marked) {
    const sorts = [
        { key: 'legend.result', first: marked.find(({ near }) => !near) },
        { key: 'near.title', first: marked.find(({ near, unsaid }) => near && !unsaid) },
        { key: 'unsaid.title', first: marked.find(({ unsaid }) => unsaid) },
    ];
    if (!marked.some(({ near }) => near)) return [];
    return sorts.flatMap(({ key, first }) =>
        first ? [element('li', {}, pin(first), ' ', word(key))] : [],
    );
}

/** The address that was asked. */
export function doorPin() {
    return element('span', { class: 'door' });
}

/** Words as an element, for what would take a string as markup. @param {string} text */
export function plain(text) {
    return element('span', {}, text);
}

/**
 * Results at one door stand side by side: how far each is pushed, in steps from the middle.
 * @param {Marked[]} marked
 * @returns {Map<string, number>}
 */
export function spread(marked) {
    /** @type {Map<string, string[]>} */
    const doors = new Map();
    for (const { resource } of marked) {
        const degrees = resource.geometry?.coordinates ?? [];
        const door = degrees.map((one) => one.toFixed(4)).join();
        doors.set(door, [...(doors.get(door) ?? []), resource.id]);
    }
    const steps = new Map();
    for (const ids of doors.values()) {
        ids.forEach((id, i) => steps.set(id, i - (ids.length - 1) / 2));
    }
    return steps;
}

/** The colours of the drawing, from style.css. @returns {import('./sketch.js').Palette} */
export function palette() {
    const style = getComputedStyle(document.documentElement);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(`--map-${name}`).trim();
    return {
        outside: colour('outside'),
        land: colour('land'),
        other: colour('other'),
        border: colour('border'),
        street: colour('street'),
        casing: colour('casing'),
        label: colour('label'),
        halo: colour('halo'),
        quarter: colour('quarter'),
    };
}
