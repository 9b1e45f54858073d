// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// Where what is shown comes from: the line on the map, and the list at the foot of the page.
import { element } from './dom.js';
import { date } from './format.js';
import { counted, word } from './words.js';

/**
 * @typedef {object} Source  of /api/v1/status
 * @property {string} kind
 * @property {string} name
 * @property {string|null} publisher
 * @property {string|null} licence
 * @property {string|null} date
 * @property {number} rows
 */

/** @param {Source} source */
const named = ({ name, publisher, licence }) =>
    [publisher ?? name, licence].filter(Boolean).join(', ');

/**
 * Whose the map is: outlines, the addresses that streets are drawn from, the background.
 * @param {any} status
 * @returns {string}
 */
export function creditsOf({ sources, addresses, basemap }) {
    const outlines = sources.filter((/** @type {Source} */ { kind }) => kind === 'territory');
    const raster = basemap?.raster;
    const credits = [
        ...outlines.map(named),
        addresses?.source,
        raster && raster.enabled !== false ? raster.attribution : '',
        'Leaflet',
    ];
    return [...new Set(credits.filter(Boolean))].join(' · ');
}

/**
 * Every source of the directory, with its date.
 * @param {Source[]} sources
 * @returns {HTMLElement[]}
 */
export function sourceList(sources) {
    return sources.map(({ name, publisher, licence, date: day, rows }) =>
        element(
            'li',
            {},
            [name, publisher, licence, day ? date(day) : '', counted('rows', rows)]
                .filter(Boolean)
                .join(' · '),
        ),
    );
}
