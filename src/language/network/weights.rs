//! The weights' file: a safetensors archive of 8-bit matrices, 32-bit factors and line lists.

use safetensors::{Dtype, SafeTensors};

/// Why a weights file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// Not a safetensors archive.
    #[error("weights are no safetensors archive: {0}")]
    Archive(#[from] safetensors::SafeTensorError),
    /// A tensor is missing, or has another type or shape than the network needs.
    #[error("weights: tensor `{name}` {problem}")]
    Tensor {
        /// The tensor's name.
        name: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}

/// Named tensors of a weights file.
pub struct Weights<'a> {
    archive: SafeTensors<'a>,
}

/// An 8-bit table, row after row.
pub(super) struct Table<'a> {
    pub rows: usize,
    pub columns: usize,
    pub values: &'a [u8],
}

impl<'a> Weights<'a> {
    /// Reads the archive's index; the tensors stay where they are.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WeightsError> {
        Ok(Self {
            archive: SafeTensors::deserialize(bytes)?,
        })
    }

    /// Lines of a text.
    pub fn lines(&self, name: &str) -> Result<std::str::Lines<'a>, WeightsError> {
        let (_, bytes) = self.tensor(name, Dtype::U8)?;
        let text =
            std::str::from_utf8(bytes).map_err(|_| Self::problem(name, "is no UTF-8 text"))?;
        Ok(text.lines())
    }

    /// A vector of bytes.
    pub(super) fn bytes(&self, name: &str) -> Result<&'a [u8], WeightsError> {
        Ok(self.tensor(name, Dtype::U8)?.1)
    }

    /// A vector of 16-bit numbers.
    pub(super) fn halves(&self, name: &str) -> Result<Vec<u16>, WeightsError> {
        let (_, bytes) = self.tensor(name, Dtype::U16)?;
        let (numbers, _) = bytes.as_chunks::<2>();
        Ok(numbers
            .iter()
            .map(|&number| u16::from_le_bytes(number))
            .collect())
    }

    /// An 8-bit table of signed values, given as their bytes.
    pub(super) fn table(&self, name: &str) -> Result<Table<'a>, WeightsError> {
        let (shape, values) = self.tensor(name, Dtype::I8)?;
        let &[rows, columns] = shape.as_slice() else {
            return Err(Self::problem(name, "is no matrix"));
        };
        Ok(Table {
            rows,
            columns,
            values,
        })
    }

    /// A vector of `length` 32-bit numbers.
    pub(super) fn vector(&self, name: &str, length: usize) -> Result<Vec<f32>, WeightsError> {
        let (_, bytes) = self.tensor(name, Dtype::F32)?;
        let (numbers, _) = bytes.as_chunks::<4>();
        if numbers.len() != length {
            return Err(Self::problem(
                name,
                "has another length than its neighbours ask for",
            ));
        }
        Ok(numbers
            .iter()
            .map(|&number| f32::from_le_bytes(number))
            .collect())
    }

    /// The error for a tensor that does not fit.
    pub(super) fn problem(name: &str, problem: &'static str) -> WeightsError {
        WeightsError::Tensor {
            name: name.to_owned(),
            problem,
        }
    }

    fn tensor(&self, name: &str, dtype: Dtype) -> Result<(Vec<usize>, &'a [u8]), WeightsError> {
        let (_, view) = self
            .archive
            .iter()
            .find(|(found, _)| *found == name)
            .ok_or_else(|| Self::problem(name, "is missing"))?;
        if view.dtype() != dtype {
            return Err(Self::problem(name, "has another type"));
        }
        Ok((view.shape().to_vec(), view.data()))
    }
}
