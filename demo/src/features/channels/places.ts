// Places to look around, or to say that one is at.

export interface Place {
  latitude: number;
  longitude: number;
}

export type City = 'istanbul' | 'ankara' | 'izmir' | 'berlin' | 'london' | 'newYork';

export const PLACES: Record<City, Place> = {
  istanbul: { latitude: 41, longitude: 29 },
  ankara: { latitude: 39.9, longitude: 32.9 },
  izmir: { latitude: 38.4, longitude: 27.1 },
  berlin: { latitude: 52.5, longitude: 13.4 },
  london: { latitude: 51.5, longitude: -0.1 },
  newYork: { latitude: 40.7, longitude: -74 },
};

export const CITIES = Object.keys(PLACES) as City[];

/** Where this browser is, if the person lets it say so. */
export function askBrowser(): Promise<Place> {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      resolve({ latitude: coords.latitude, longitude: coords.longitude });
    }, reject);
  });
}
