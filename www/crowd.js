// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// The results that the list does not show yet: under its numbered marks, dots of one result each
// and discs that say how many. Asked again for each view, for they depend on the zoom.
import { element } from './dom.js';
import { plain } from './marks.js';
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

/* A disc grows with the figures it holds. */
const DOT = 14;
const DISC = 30;
const FIGURE = 6;
/* Around the view, so that a drag shows what comes. */
const PADDING = 0.2;
const ZOOM_MAX = 22;

/** A longitude that a map turned round the Earth shows, between -180 and 180. @param {number} lon */
const turned = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;

/** @param {any} map @returns {number[]} */
function boxOf(map) {
    const bounds = map.getBounds().pad(PADDING);
    const isRound = bounds.getEast() - bounds.getWest() >= 360;
    return [
        isRound ? -180 : turned(bounds.getWest()),
        Math.max(bounds.getSouth(), -90),
        isRound ? 180 : turned(bounds.getEast()),
        Math.min(bounds.getNorth(), 90),
    ];
}

/**
 * @param {any} L    Leaflet
 * @param {any} map
 */
export function createCrowd(L, map) {
    const layer = L.layerGroup().addTo(map);
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
        const [lon, lat] = geometry.coordinates;
        const label = properties.name ?? counted('others', count);
        const size = count > 1 ? DISC + FIGURE * String(count).length : DOT;
        const disc = element('span', { class: count > 1 ? 'disc' : 'dot' });
        if (count > 1) disc.textContent = String(count);
        const icon = L.divIcon({
            className: 'pin-place',
            html: disc,
            iconSize: [size, size],
            iconAnchor: [size / 2, size / 2],
        });
        const marker = L.marker([lat, lon], { icon, zIndexOffset: -500, keyboard: Boolean(bbox) });
        marker.addTo(layer);
        marker.getElement().setAttribute('aria-label', label);
        marker.bindTooltip(plain(label), { direction: 'top', offset: [0, -size / 2] });
        if (!bbox) return;
        const open = () =>
            map.fitBounds([
                [bbox[1], bbox[0]],
                [bbox[3], bbox[2]],
            ]);
        marker.on('click', open);
        marker.on('keypress', (/** @type {any} */ { originalEvent }) => {
            if (originalEvent.key === 'Enter') open();
        });
    }

    async function ask() {
        asking?.abort();
        if (load === null || map.getSize().x === 0) return;
        const mine = (asking = new AbortController());
        const zoom = Math.min(Math.round(map.getZoom()), ZOOM_MAX);
        try {
            const { features } = await load(boxOf(map), zoom, mine.signal);
            if (mine !== asking) return;
            layer.clearLayers();
            features.forEach(add);
        } catch {
            /* what is drawn stays; the next move asks again */
        }
    }

    map.on('moveend', ask);

    /**
     * @param {LoadCrowd|null} wanted  null: the list shows all
     * @param {Resource[]} shown       those that the list shows
     */
    function show(wanted, shown) {
        load = wanted;
        listed = shown;
        if (wanted !== null) return void ask();
        asking?.abort();
        layer.clearLayers();
    }

    return { show };
}
