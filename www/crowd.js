// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// The results that the list does not show yet: under its numbered marks, dots of one result each
// and discs that say how many. Asked again for each view, for they depend on the zoom.
import { element } from './dom.js';
import { counted } from './words.js';

/** @typedef {import('./types.js').Feature} Feature */
/** @typedef {import('./types.js').FeatureCollection} FeatureCollection */
/** @typedef {import('./types.js').Resource} Resource */
/**
 * @callback LoadCrowd
 * @param {number[]} box  west, south, east, north
 * @param {number} zoom
 * @param {AbortSignal} signal
 * @returns {Promise<FeatureCollection>}
 */
/** What the map shows. @typedef {{west: number, south: number, east: number, north: number,
 *     zoom: number}} View */
/**
 * @typedef {object} Ground  the map to draw on
 * @property {() => View|null} view  null: it is not on the screen
 * @property {() => void} clear
 * @property {(mark: {made: HTMLElement, size: number, point: [number, number], label: string,
 *     box: number[]|null}) => void} place  with a box, pressing it goes there
 */

/* A disc grows with the figures it holds. */
const DOT = 14;
const DISC = 30;
const FIGURE = 6;
const ZOOM_MAX = 22;

/** A longitude that a map turned round the Earth shows, between -180 and 180. @param {number} lon */
const turned = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;

/** @param {View} view @returns {number[]} */
function boxOf({ west, south, east, north }) {
    const isRound = east - west >= 360;
    return [
        isRound ? -180 : turned(west),
        Math.max(south, -90),
        isRound ? 180 : turned(east),
        Math.min(north, 90),
    ];
}

/** @param {Ground} ground */
export function createCrowd(ground) {
    /** @type {AbortController|null} */
    let asking = null;
    /** @type {LoadCrowd|null} */
    let load = null;
    /** @type {Resource[]} */
    let listed = [];

    /** Of a cluster, how many the list does not show. @param {Feature} feature */
    function countOthers({ properties: { count = 1, id }, bbox }) {
        if (!bbox) return listed.some((resource) => resource.id === id) ? 0 : 1;
        const [west, south, east, north] = bbox;
        const shown = listed.filter(({ geometry }) => {
            const [lon, lat] = geometry?.coordinates ?? [NaN, NaN];
            return lon >= west && lon <= east && lat >= south && lat <= north;
        });
        return count - shown.length;
    }

    /** @param {Feature} feature */
    function add(feature) {
        const { geometry, properties, bbox } = feature;
        const count = countOthers(feature);
        if (count <= 0) return;
        const made = element('span', { class: count > 1 ? 'disc' : 'dot' });
        if (count > 1) made.textContent = String(count);
        ground.place({
            made,
            size: count > 1 ? DISC + FIGURE * String(count).length : DOT,
            point: geometry.coordinates,
            label: properties.name ?? counted('others', count),
            box: bbox ?? null,
        });
    }

    async function ask() {
        const view = ground.view();
        asking?.abort();
        if (load === null || view === null) return;
        const mine = (asking = new AbortController());
        const zoom = Math.min(Math.round(view.zoom), ZOOM_MAX);
        try {
            const { features } = await load(boxOf(view), zoom, mine.signal);
            if (mine !== asking) return;
            ground.clear();
            features.forEach(add);
        } catch {
            /* what is drawn stays; the next move asks again */
        }
    }

    /**
     * @param {LoadCrowd|null} wanted  null: the list shows all
     * @param {Resource[]} shown       those that the list shows
     */
    function show(wanted, shown) {
        load = wanted;
        listed = shown;
        if (wanted !== null) return void ask();
        asking?.abort();
        ground.clear();
    }

    return { show, moved: ask };
}
