import type { Family } from '../ingredient/family.ts';

/** A picture for one family at one moment, in two languages. Written for this project; no brand, no formula. */
interface Picture {
  readonly ko: string;
  readonly en: string;
}

/** Scenes per family: what the nose could see. */
export const PICTURES: Readonly<Record<Family, readonly Picture[]>> = {
  citrus: [
    { ko: '껍질을 비트는 순간 손끝에 튀는 기름방울', en: 'oil that spits from a twisted peel onto the fingertips' },
    { ko: '차가운 유리잔 벽을 타고 흐르는 과즙', en: 'juice sliding down the wall of a cold glass' },
    { ko: '창을 활짝 연 아침 부엌의 흰 빛', en: 'white light in a kitchen with every window open' },
  ],
  fruity: [
    { ko: '한입 베어 문 자리에서 번지는 과즙', en: 'juice spreading from the first bite' },
    { ko: '햇볕에 데워진 과수원 바닥의 단내', en: 'the warm sweetness on an orchard floor at noon' },
    { ko: '얇은 껍질 아래 비치는 분홍빛 과육', en: 'pink flesh showing through a thin skin' },
  ],
  green: [
    { ko: '손톱으로 꺾은 줄기의 푸른 즙', en: 'green sap from a stem snapped by a fingernail' },
    { ko: '비를 맞고 고개를 든 풀잎', en: 'blades of grass lifting after rain' },
    { ko: '그늘에서 더 짙어지는 잎의 뒷면', en: 'the underside of a leaf, darker in the shade' },
  ],
  aromatic: [
    { ko: '바람이 쓸고 간 허브 언덕', en: 'a hillside of herbs just brushed by wind' },
    { ko: '손바닥에서 으깬 잎의 서늘한 숨', en: 'the cool breath of a leaf crushed in the palm' },
    { ko: '차갑게 식힌 돌 위에 놓인 한 줄기 잎', en: 'one sprig laid on a cold stone' },
  ],
  aquatic: [
    { ko: '파도가 물러난 뒤 젖은 모래의 윤기', en: 'the shine of wet sand after a wave withdraws' },
    { ko: '맑은 물에 떨어뜨린 한 점 소금', en: 'a single grain of salt dropped into clear water' },
    { ko: '물안개가 걷히는 호수의 첫 숨', en: 'the first breath of a lake as the mist lifts' },
  ],
  clean: [
    { ko: '빨랫줄에서 바람을 머금은 흰 셔츠', en: 'a white shirt holding wind on the line' },
    { ko: '막 씻은 손목에 남은 거품의 결', en: 'the trace of lather on a just-washed wrist' },
    { ko: '다림질한 이불깃의 온기', en: 'the warmth of an ironed sheet' },
  ],
  aldehydic: [
    { ko: '샹들리에 유리알에 부서지는 불빛', en: 'light breaking on the drops of a chandelier' },
    { ko: '갓 끈 초 심지의 반짝이는 연기', en: 'the glint of smoke from a candle just blown out' },
    { ko: '얼음 표면을 스치는 금속의 빛', en: 'a metallic gleam across ice' },
  ],
  floral: [
    { ko: '꽃시장 문이 열리는 새벽의 물기', en: 'the dampness of a flower market at opening' },
    { ko: '꽃잎 안쪽에만 남은 체온', en: 'body heat kept only inside the petals' },
    { ko: '꽃병 물을 갈아 준 오후의 고요', en: 'the quiet after the vase water is changed' },
  ],
  spicy: [
    { ko: '돌절구에서 막 부서진 씨앗의 열기', en: 'the heat of seeds just cracked in a mortar' },
    { ko: '끓는 주전자 위로 오르는 붉은 김', en: 'red steam over a simmering kettle' },
    { ko: '혀끝에 닿기 직전의 따끔함', en: 'the prickle just before it meets the tongue' },
  ],
  woody: [
    { ko: '대패가 지나간 자리의 말간 나뭇결', en: 'pale grain where the plane has passed' },
    { ko: '오래 닫아 둔 서랍의 마른 숨', en: 'the dry breath of a drawer long shut' },
    { ko: '해가 든 마루에 누운 오후', en: 'an afternoon lying on a sunlit wooden floor' },
  ],
  amber: [
    { ko: '굳어 가는 수지 속에 갇힌 저녁 빛', en: 'evening light caught in hardening resin' },
    { ko: '숯을 덮은 재 아래의 붉은 온도', en: 'the red heat under banked ash' },
    { ko: '두꺼운 커튼 안쪽의 금빛 공기', en: 'golden air behind a heavy curtain' },
  ],
  gourmand: [
    { ko: '냄비 바닥에서 막 색이 도는 설탕', en: 'sugar just turning colour in the pan' },
    { ko: '오븐 문을 연 순간 안경에 서린 김', en: 'steam on the glasses as the oven opens' },
    { ko: '우유 거품 위에 그은 한 줄의 단맛', en: 'one stroke of sweetness over milk foam' },
  ],
  musk: [
    { ko: '벗어 둔 니트에 남은 어깨의 온기', en: 'the warmth of a shoulder left in a sweater' },
    { ko: '귀 뒤에서만 들리는 낮은 소리', en: 'a low sound heard only behind the ear' },
    { ko: '잠에서 막 깬 살결의 포근함', en: 'skin in the minute after waking' },
  ],
  powdery: [
    { ko: '경대 거울 앞에 내려앉은 고운 가루', en: 'fine powder settling before a dressing mirror' },
    { ko: '벨벳 상자를 여는 소리', en: 'the sound of a velvet box opening' },
    { ko: '마른 꽃잎을 끼워 둔 책장', en: 'a page that keeps a dried petal' },
  ],
  leather: [
    { ko: '손에 길든 장갑의 안쪽', en: 'the inside of a glove worn to the hand' },
    { ko: '마른 안장에 내려앉은 해거름', en: 'dusk settling on a dry saddle' },
    { ko: '묵직한 문을 밀 때 손바닥에 남는 결', en: 'the grain left on the palm by a heavy door' },
  ],
  smoky: [
    { ko: '밤새 타고 남은 장작의 마지막 숨', en: 'the last breath of logs burned all night' },
    { ko: '향 연기가 천장에 닿아 꺾이는 선', en: 'the line where incense smoke bends at the ceiling' },
    { ko: '외투 깃에 밴 모닥불의 기억', en: 'a bonfire remembered by a coat collar' },
  ],
  earthy: [
    { ko: '첫 빗방울이 두드린 마른 땅', en: 'dry ground struck by the first drops' },
    { ko: '바위 그늘에 번진 이끼의 촉감', en: 'moss spreading in the shade of a rock' },
    { ko: '뿌리째 뽑은 풀에 매달린 흙', en: 'soil clinging to an uprooted plant' },
  ],
  animalic: [
    { ko: '한낮의 마구간 문틈으로 새는 온기', en: 'warmth leaking from a stable door at noon' },
    { ko: '꽃 속에 숨은 짐승의 숨', en: 'an animal breath hidden in a flower' },
    { ko: '털 깊은 곳에 고인 낮은 열', en: 'the low heat deep in fur' },
  ],
};

export const FAMILY_NAMES: Readonly<Record<Family, Picture>> = {
  citrus: { ko: '시트러스', en: 'citrus' },
  fruity: { ko: '과일', en: 'fruit' },
  green: { ko: '그린', en: 'green' },
  aromatic: { ko: '허브', en: 'aromatic herbs' },
  aquatic: { ko: '물', en: 'water' },
  clean: { ko: '비누', en: 'clean soap' },
  aldehydic: { ko: '알데하이드', en: 'aldehydes' },
  floral: { ko: '꽃', en: 'flowers' },
  spicy: { ko: '향신료', en: 'spice' },
  woody: { ko: '나무', en: 'wood' },
  amber: { ko: '앰버', en: 'amber' },
  gourmand: { ko: '단맛', en: 'sweetness' },
  musk: { ko: '머스크', en: 'musk' },
  powdery: { ko: '파우더', en: 'powder' },
  leather: { ko: '가죽', en: 'leather' },
  smoky: { ko: '연기', en: 'smoke' },
  earthy: { ko: '흙', en: 'earth' },
  animalic: { ko: '짐승의 온기', en: 'animal warmth' },
};

export const SEASON_AIR: Readonly<Record<string, Picture>> = {
  spring: { ko: '꽃샘바람이 부는 봄', en: 'a spring day with a late chill' },
  summer: { ko: '볕이 쨍한 여름', en: 'a glaring summer noon' },
  autumn: { ko: '낙엽이 마르는 가을', en: 'an autumn of drying leaves' },
  winter: { ko: '입김이 하얀 겨울', en: 'a winter of white breath' },
};

export const OCCASION_PLACE: Readonly<Record<string, Picture>> = {
  daily: { ko: '매일 지나는 골목', en: 'the street you take every day' },
  office: { ko: '회의실 문을 닫은 뒤', en: 'after the meeting-room door closes' },
  date: { ko: '마주 앉은 테이블 사이', en: 'across a small table for two' },
  party: { ko: '조명이 낮아진 홀', en: 'a hall as the lights go down' },
  wedding: { ko: '흰 꽃길 끝', en: 'the end of a white aisle' },
  sport: { ko: '달리기를 마친 호흡 위', en: 'on the breath after a run' },
  night: { ko: '불을 하나만 켠 밤', en: 'a night with one lamp on' },
  gift: { ko: '리본을 푸는 손끝', en: 'fingers undoing a ribbon' },
  home: { ko: '문을 열고 들어선 현관', en: 'the hallway as the door opens' },
};
