//! From arc scores to a tree: each word's best head where that is a tree, else the best tree of all.
//!
//! The best tree is found by Chu and Liu's and Edmonds' algorithm: quadratic in the words, and for each cycle that it dissolves
//! linear in them for each head that this changes; windows bound the number of words.

/// Heads of the best tree with one root. `scores` holds, for each word, a score for the root and then for each word.
///
/// The answer's `heads[word]` is 0 for the root and `1 + head` otherwise.
pub fn best_tree(scores: &[f32], words: usize) -> Vec<usize> {
    let greedy = best_heads(scores, words);
    if is_tree(&greedy) {
        return greedy;
    }
    // A second arc from the root costs more than all that can be gained by it.
    let nodes = words + 1;
    let span = scores
        .iter()
        .fold(0.0_f32, |most, score| most.max(score.abs()))
        * 2.0
        + 1.0;
    let price = span * nodes as f32;
    let mut table = vec![f32::NEG_INFINITY; nodes * nodes];
    for dependent in 1..nodes {
        let row = &mut table[dependent * nodes..(dependent + 1) * nodes];
        row.copy_from_slice(&scores[(dependent - 1) * nodes..dependent * nodes]);
        row[0] -= price;
        row[dependent] = f32::NEG_INFINITY;
    }
    maximum_arborescence(&mut table, nodes)
}

/// Each word's best head, itself excluded.
fn best_heads(scores: &[f32], words: usize) -> Vec<usize> {
    let best = |word: usize| {
        let row = &scores[word * (words + 1)..(word + 1) * (words + 1)];
        let mut best = 0;
        for (head, score) in row.iter().enumerate() {
            if head != word + 1 && *score > row[best] {
                best = head;
            }
        }
        best
    };
    (0..words).map(best).collect()
}

/// Whether the heads have one root and no cycle.
fn is_tree(heads: &[usize]) -> bool {
    if heads.iter().filter(|&&head| head == 0).count() != 1 {
        return false;
    }
    // 0: not seen, 1 + n: seen on the walk that began at n.
    let mut seen = vec![0; heads.len()];
    for start in 0..heads.len() {
        let mut word = start;
        loop {
            if seen[word] == start + 1 {
                return false;
            }
            if seen[word] != 0 {
                break;
            }
            seen[word] = start + 1;
            match heads[word] {
                0 => break,
                head => word = head - 1,
            }
        }
    }
    true
}

/// Heads (1 + head, 0 for the root) of the spanning tree from node 0 with the greatest sum.
///
/// `table[to * nodes + from]` holds the arcs' scores, so that all that may be a node's head stand in a row. Nodes of a cycle are
/// merged into one of them until no cycle is left; then the merges are undone, last first.
fn maximum_arborescence(table: &mut [f32], nodes: usize) -> Vec<usize> {
    let mut alive = vec![true; nodes];
    // For each arc of the shrunken graph, the arc of the whole graph that it stands for.
    let mut origin: Vec<(u32, u32)> = (0..nodes * nodes)
        .map(|arc| ((arc % nodes) as u32, (arc / nodes) as u32))
        .collect();
    let mut merges: Vec<Merge> = Vec::new();
    // Leaf nodes that each shrunken node holds.
    let mut members: Vec<Vec<usize>> = (0..nodes).map(|node| vec![node]).collect();
    let mut head = vec![0_usize; nodes];
    // Nodes of which the best head is not known, or no longer.
    let mut stale = vec![true; nodes];
    loop {
        for to in (1..nodes).filter(|&to| alive[to] && std::mem::take(&mut stale[to])) {
            head[to] = first_best(&table[to * nodes..(to + 1) * nodes]);
        }
        let Some(cycle) = find_cycle(&head, &alive) else {
            break;
        };
        let kept = cycle[0];
        let arcs: Vec<((u32, u32), Vec<usize>)> = cycle
            .iter()
            .map(|&node| (origin[node * nodes + head[node]], members[node].clone()))
            .collect();
        let own: Vec<f32> = cycle
            .iter()
            .map(|&node| table[node * nodes + head[node]])
            .collect();
        let mut inside = vec![false; nodes];
        cycle.iter().for_each(|&node| inside[node] = true);
        for other in (0..nodes).filter(|&other| alive[other] && !inside[other]) {
            let mut enter = (f32::NEG_INFINITY, (0, 0));
            let mut leave = (f32::NEG_INFINITY, (0, 0));
            for (&node, own) in cycle.iter().zip(&own) {
                let arriving = table[node * nodes + other] - own;
                if arriving > enter.0 {
                    enter = (arriving, origin[node * nodes + other]);
                }
                let leaving = table[other * nodes + node];
                if leaving > leave.0 {
                    leave = (leaving, origin[other * nodes + node]);
                }
                // Nobody's head any more, unless it is the node that is kept.
                table[other * nodes + node] = f32::NEG_INFINITY;
            }
            table[kept * nodes + other] = enter.0;
            origin[kept * nodes + other] = enter.1;
            table[other * nodes + kept] = leave.0;
            origin[other * nodes + kept] = leave.1;
        }
        for &node in &cycle[1..] {
            alive[node] = false;
            table[kept * nodes + node] = f32::NEG_INFINITY;
            let moved = std::mem::take(&mut members[node]);
            members[kept].extend(moved);
        }
        // Of equal heads the first counts: the merged node may have come in front of the one that was.
        for to in (1..nodes).filter(|&to| alive[to]) {
            if to == kept || inside[head[to]] {
                stale[to] = true;
            } else if kept < head[to] && table[to * nodes + kept] == table[to * nodes + head[to]] {
                head[to] = kept;
            }
        }
        merges.push(Merge { arcs });
    }
    let mut chosen = vec![usize::MAX; nodes];
    for to in (1..nodes).filter(|&to| alive[to]) {
        let (from, to) = origin[to * nodes + head[to]];
        chosen[to as usize] = from as usize;
    }
    for merge in merges.iter().rev() {
        // The arc that enters the merged node breaks the cycle at one place; the cycle's other arcs stand.
        for ((from, to), members) in &merge.arcs {
            if members.iter().all(|&member| chosen[member] == usize::MAX) {
                chosen[*to as usize] = *from as usize;
            }
        }
    }
    chosen
        .into_iter()
        .skip(1)
        .map(|head| if head == usize::MAX { 0 } else { head })
        .collect()
}

/// The first of the largest.
fn first_best(row: &[f32]) -> usize {
    let mut best = 0;
    for (at, score) in row.iter().enumerate() {
        if *score > row[best] {
            best = at;
        }
    }
    best
}

/// A cycle that was merged: for each of its nodes, the arc into it and the leaf nodes it held.
struct Merge {
    arcs: Vec<((u32, u32), Vec<usize>)>,
}

fn find_cycle(head: &[usize], alive: &[bool]) -> Option<Vec<usize>> {
    let mut seen = vec![0; head.len()];
    for start in (1..head.len()).filter(|&node| alive[node]) {
        let mut node = start;
        while node != 0 && seen[node] == 0 {
            seen[node] = start;
            node = head[node];
        }
        if node != 0 && seen[node] == start {
            let mut cycle = vec![node];
            let mut next = head[node];
            while next != node {
                cycle.push(next);
                next = head[next];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The best tree by trying every assignment of heads.
    fn by_trial(scores: &[f32], words: usize) -> f32 {
        let mut heads = vec![0; words];
        let mut best = f32::NEG_INFINITY;
        loop {
            if is_tree(&heads)
                && heads
                    .iter()
                    .enumerate()
                    .all(|(word, &head)| head != word + 1)
            {
                best = best.max(total(scores, &heads));
            }
            let Some(word) = heads.iter().position(|&head| head < words) else {
                return best;
            };
            heads[word] += 1;
            heads[..word].fill(0);
        }
    }

    fn total(scores: &[f32], heads: &[usize]) -> f32 {
        heads
            .iter()
            .enumerate()
            .map(|(word, head)| scores[word * (heads.len() + 1) + head])
            .sum()
    }

    #[test]
    fn finds_the_best_tree_of_small_sentences() {
        let mut state = 7_u32;
        for round in 0..400 {
            let words = 1 + round % 5;
            let scores: Vec<f32> = std::iter::repeat_with(|| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                ((state >> 20) as f32) / 64.0
            })
            .take(words * (words + 1))
            .collect();
            let heads = best_tree(&scores, words);
            assert!(is_tree(&heads), "{heads:?}");
            let (found, best) = (total(&scores, &heads), by_trial(&scores, words));
            assert!(
                (found - best).abs() < 0.1,
                "{found} {best} {words} {scores:?}"
            );
        }
    }

    #[test]
    fn a_sentence_of_no_words_has_no_heads() {
        assert!(best_tree(&[], 0).is_empty());
    }
}
